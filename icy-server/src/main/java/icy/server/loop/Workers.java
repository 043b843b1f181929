package icy.server.loop;

/**
 * The three worker pools. They are never mixed, so that no slow scan, transcode or request can silence the air.
 *
 * <p>Thread: any.
 */
public final class Workers implements AutoCloseable {
    private static final int AIR_THREADS = 16;
    private static final int IO_THREADS = 4;
    private static final int IO_QUEUE = 256;
    private static final int CPU_QUEUE = 64;

    private final WorkerPool air;
    private final WorkerPool io;
    private final WorkerPool cpu;

    private Workers(WorkerPool air, WorkerPool io, WorkerPool cpu) {
        this.air = air;
        this.io = io;
        this.cpu = cpu;
    }

    public static Workers start() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Workers(
                new WorkerPool("air", AIR_THREADS, /* queueLimit= */ 0),
                new WorkerPool("io", IO_THREADS, IO_QUEUE),
                new WorkerPool("cpu", cores, CPU_QUEUE));
    }

    /** Reading ahead for what is on the air, and nothing else. Nothing queues here: a stuck thread is replaced. */
    public WorkerPool air() {
        return air;
    }

    /** Library, database, REST and files. */
    public WorkerPool io() {
        return io;
    }

    /** Decoding, analysis and transcoding. */
    public WorkerPool cpu() {
        return cpu;
    }

    @Override
    public void close() {
        air.close();
        io.close();
        cpu.close();
    }
}
