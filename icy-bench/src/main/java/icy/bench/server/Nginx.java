package icy.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's nginx as a server of files, set up for speed: one worker, {@code sendfile}, connections kept for ever, no access
 * log. Its work is done by a process of its own, see {@link OnAir#childUsage}.
 *
 * <p>Thread: any.
 */
public final class Nginx {
    private final Lab lab;

    public Nginx(Lab lab) {
        this.lab = lab;
    }

    /** Starts one that gives out the files of a folder. */
    public OnAir launch(Path files) throws IOException, InterruptedException {
        Path folder = lab.newFolder("nginx");
        Files.createDirectory(folder.resolve("temporary"));
        int port = Lab.freePort();
        Path config = Files.writeString(folder.resolve("nginx.conf"), config(port, files));
        Path log = folder.resolve("output");
        Process process = lab.start(log, folder, List.of("nginx", "-p", folder + "/", "-c", config.toString()));
        TimeUnit.SECONDS.sleep(1);
        if (!process.isAlive()) {
            throw new IOException("nginx does not start: " + Files.readString(log));
        }
        return new OnAir(port, "/", process, List.of(), log);
    }

    private static String config(int port, Path files) {
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        return """
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log error.log;
                %s
                events { worker_connections 8192; }
                http {
                    access_log off;
                    sendfile on;
                    tcp_nopush on;
                    keepalive_requests 1000000000;
                    types { audio/mpeg mp3; }
                    client_body_temp_path temporary;
                    proxy_temp_path temporary;
                    fastcgi_temp_path temporary;
                    uwsgi_temp_path temporary;
                    scgi_temp_path temporary;
                    server {
                        listen 127.0.0.1:%d;
                        root %s;
                    }
                }
                """.formatted(user, port, files);
    }
}
