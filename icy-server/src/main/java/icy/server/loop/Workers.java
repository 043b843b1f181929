package icy.server.loop;

import java.util.concurrent.Executor;

/**
 * The worker pools. They are never mixed, so that no slow scan, transcode or request can silence the air.
 *
 * <p>Thread: any.
 */
public final class Workers implements AutoCloseable {
    /** For each mount: one thread that reads ahead, and two that may be stuck in a dead disk. */
    public static final int AIR_THREADS_A_MOUNT = 3;

    private static final int SCAN_THREADS = 16;
    private static final int IO_THREADS = 4;
    private static final int IO_QUEUE = 256;
    private static final int ANSWERS_QUEUE = 10_000; // as many as changes may wait for the disk
    private static final int FILE_THREADS = 8;
    private static final int FILE_QUEUE = 2_000;
    private static final int CPU_QUEUE = 64;
    private static final int TRANSCODE_THREADS = 200;
    private static final int AUTH_THREADS = 2;
    private static final int AUTH_QUEUE = 16; // half a second each at worst: whoever comes last waits four
    private static final int DNS_THREADS = 4;
    private static final int DNS_QUEUE = 1000;

    private final WorkerPool air;
    private final WorkerPool scan;
    private final WorkerPool io;
    private final WorkerPool answers;
    private final WorkerPool file;
    private final WorkerPool cpu;
    private final WorkerPool transcode;
    private final WorkerPool auth;
    private final WorkerPool dns;

    private Workers(
            WorkerPool air,
            WorkerPool scan,
            WorkerPool io,
            WorkerPool answers,
            WorkerPool file,
            WorkerPool cpu,
            WorkerPool transcode,
            WorkerPool auth,
            WorkerPool dns) {
        this.air = air;
        this.scan = scan;
        this.io = io;
        this.answers = answers;
        this.file = file;
        this.cpu = cpu;
        this.transcode = transcode;
        this.auth = auth;
        this.dns = dns;
    }

    /** @param mounts how many there are: each has threads for reading ahead that no other can take from it */
    public static Workers start(int mounts) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Workers(
                new WorkerPool("air", mounts * AIR_THREADS_A_MOUNT, /* queueLimit= */ 0),
                new WorkerPool("scan", SCAN_THREADS, /* queueLimit= */ 0),
                new WorkerPool("io", IO_THREADS, IO_QUEUE),
                new WorkerPool("answers", 1, ANSWERS_QUEUE),
                new WorkerPool("file", FILE_THREADS, FILE_QUEUE),
                new WorkerPool("cpu", cores, CPU_QUEUE),
                new WorkerPool("transcode", TRANSCODE_THREADS, /* queueLimit= */ 0),
                new WorkerPool("auth", AUTH_THREADS, AUTH_QUEUE),
                new WorkerPool("dns", DNS_THREADS, DNS_QUEUE));
    }

    /** So many mounts there are now: each has its threads for reading ahead, and for its fallback file's. */
    public void forMounts(int mounts) {
        air.atLeast(mounts * AIR_THREADS_A_MOUNT);
    }

    /** Reading ahead for what is on the air, and nothing else. Nothing queues here: a stuck thread is replaced. */
    public WorkerPool air() {
        return air;
    }

    /** Looking for tracks. Apart from {@link #io}, so that dead disks cannot take the status pages along. */
    public WorkerPool scan() {
        return scan;
    }

    /** Library, database, REST and files. */
    public WorkerPool io() {
        return io;
    }

    /**
     * Writing the answers to what has been done, which must come: {@link #io}, or one more thread where that is full. It
     * is never the thread that asks, for that has the air or the database to see to.
     */
    public Executor answering() {
        return io.orElse(answers);
    }

    /** Reading files for those who fetch them. Apart from {@link #io}: a dead disk stops these clients and no request. */
    public WorkerPool file() {
        return file;
    }

    /** Decoding and analysis. */
    public WorkerPool cpu() {
        return cpu;
    }

    /** Reading what encoders write, one for each of them: they mostly wait. */
    public WorkerPool transcode() {
        return transcode;
    }

    /** Slow hashes of passwords. Apart from all others, so that whoever guesses passwords delays other logins only. */
    public WorkerPool auth() {
        return auth;
    }

    /** Asking for the addresses of hosts. Apart from {@link #io}: a dead name server takes its time to say nothing. */
    public WorkerPool dns() {
        return dns;
    }

    @Override
    public void close() {
        air.close();
        scan.close();
        io.close();
        answers.close();
        file.close();
        cpu.close();
        transcode.close();
        auth.close();
        dns.close();
    }
}
