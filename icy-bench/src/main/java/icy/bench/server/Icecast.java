package icy.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Debian's icecast2 with the defaults that matter (64 kB burst, 512 kB queue), fed by ffmpeg at real-time speed. As root
 * it is run as the user that Debian's package makes for it, because it refuses to be root.
 *
 * <p>Thread: any.
 */
public final class Icecast implements RadioServer {
    private static final long BURST_SECONDS = 5; // 64 kB at 128 kbit/s are 4.1 s
    private static final String MOUNT = "/stream";
    private static final String PASSWORD = "bench";

    /** A mount whose listeners hear {@link #FALLBACK} while it has no source. */
    public static final String LIVE = "/live";

    public static final String FALLBACK = "/fallback";

    private final Lab lab;
    private final Path music;

    /** @param music an MP3 file of 128 kbit/s, played over and over */
    public Icecast(Lab lab, Path music) {
        this.lab = lab;
        this.music = music;
    }

    @Override
    public String name() {
        return "icecast2";
    }

    @Override
    public OnAir start() throws IOException, InterruptedException {
        OnAir server = launch(PASSWORD, 2);
        Path log = server.logFile();
        OnAir onAir;
        try {
            onAir = server.with(lab.start(log, lab.repository(), source(server.port())));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        try {
            Lab.awaitAudio(onAir.process(), onAir.port(), MOUNT, 15, log);
            TimeUnit.SECONDS.sleep(BURST_SECONDS);
        } catch (IOException | InterruptedException e) {
            onAir.close();
            throw e;
        }
        return onAir;
    }

    /** Starts it without a source. */
    public OnAir launch(String sourcePassword, int sources) throws IOException, InterruptedException {
        Path folder = lab.newFolder("icecast2");
        int port = Lab.freePort();
        Path config = folder.resolve("icecast.xml");
        Files.writeString(config, config(port, folder, sourcePassword, sources));
        boolean root = System.getProperty("user.name").equals("root");
        List<String> command = new ArrayList<>();
        if (root) {
            open(folder);
            command.addAll(List.of("setpriv", "--reuid=icecast2", "--regid=icecast", "--clear-groups"));
        }
        command.addAll(List.of("icecast2", "-c", config.toString()));
        Path log = folder.resolve("output");
        Process server = lab.start(log, folder, command);
        OnAir onAir = new OnAir(port, MOUNT, server, List.of(), log);
        try {
            TimeUnit.SECONDS.sleep(1); // it has no other sign of being ready for a source
        } catch (InterruptedException e) {
            onAir.close();
            throw e;
        }
        return onAir;
    }

    private List<String> source(int port) {
        return List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-re",
                "-stream_loop",
                "-1",
                "-i",
                music.toString(),
                "-map",
                "0:a",
                "-c",
                "copy",
                "-f",
                "mp3",
                "-content_type",
                "audio/mpeg",
                "icecast://source:" + PASSWORD + "@127.0.0.1:" + port + MOUNT);
    }

    /** The other user must reach the config and write its logs. */
    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path parent = folder.getParent();
        if (parent != null) {
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String config(int port, Path folder, String sourcePassword, int sources) {
        return String.format(Locale.ROOT, """
                <icecast>
                  <hostname>127.0.0.1</hostname>
                  <limits>
                    <clients>19000</clients>
                    <sources>%d</sources>
                    <queue-size>524288</queue-size>
                    <client-timeout>30</client-timeout>
                    <header-timeout>15</header-timeout>
                    <source-timeout>10</source-timeout>
                    <burst-size>65535</burst-size>
                  </limits>
                  <authentication>
                    <source-password>%s</source-password>
                    <admin-user>admin</admin-user>
                    <admin-password>bench</admin-password>
                  </authentication>
                  <listen-socket>
                    <port>%d</port>
                    <bind-address>127.0.0.1</bind-address>
                  </listen-socket>
                  <mount>
                    <mount-name>/live</mount-name>
                    <fallback-mount>/fallback</fallback-mount>
                    <fallback-override>1</fallback-override>
                  </mount>
                  <paths>
                    <basedir>/usr/share/icecast2</basedir>
                    <logdir>%s</logdir>
                    <webroot>/usr/share/icecast2/web</webroot>
                    <adminroot>/usr/share/icecast2/admin</adminroot>
                  </paths>
                  <logging>
                    <accesslog>access.log</accesslog>
                    <errorlog>error.log</errorlog>
                    <loglevel>2</loglevel>
                  </logging>
                  <security>
                    <chroot>0</chroot>
                  </security>
                </icecast>
                """, sources, sourcePassword, port, folder);
    }
}
