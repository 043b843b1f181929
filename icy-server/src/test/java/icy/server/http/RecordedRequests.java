package icy.server.http;

import static icy.server.http.Leniency.ICE_PROTOCOL;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What real clients sent to a server on loopback; "host:port" and credentials are made up. */
public record RecordedRequests(
        String client,
        String text,
        String method,
        String path,
        String version,
        Optional<String> icyMetadata,
        Set<Leniency> leniencies) {

    public static List<RecordedRequests> all() {
        return List.of(
                listener("ffmpeg 5.1.9", "HTTP/1.1", "1", """
                        GET /live.mp3 HTTP/1.1
                        User-Agent: Lavf/59.27.100
                        Accept: */*
                        Range: bytes=0-
                        Connection: close
                        Host: 127.0.0.1:8000
                        Icy-MetaData: 1

                        """),
                listener("mpv 0.35.1", "HTTP/1.1", "1", """
                        GET /live.mp3 HTTP/1.1
                        User-Agent: libmpv
                        Accept: */*
                        Range: bytes=0-
                        Connection: close
                        Host: 127.0.0.1:8000
                        Icy-MetaData: 1

                        """),
                listener("liquidsoap 2.1.3", "HTTP/1.1", "1", """
                        GET /live.mp3 HTTP/1.1
                        User-Agent: Liquidsoap/2.1.3 (Unix; OCaml 4.13.1)
                        Accept: */*
                        Range: bytes=0-
                        Connection: close
                        Host: 127.0.0.1:8000
                        Icy-MetaData: 1

                        """),
                listener("VLC 3.0.24, first connection", "HTTP/1.1", null, """
                        GET /live.mp3 HTTP/1.1
                        Host: 127.0.0.1:8000
                        Accept: */*
                        Accept-Language: en_US
                        User-Agent: VLC/3.0.24 LibVLC/3.0.24
                        Range: bytes=0-

                        """),
                listener("VLC 3.0.24, second connection", "HTTP/1.0", "1", """
                        GET /live.mp3 HTTP/1.0
                        Host: 127.0.0.1:8000
                        User-Agent: VLC/3.0.24 LibVLC/3.0.24
                        Icy-MetaData: 1

                        """),
                listener("mpg123 1.31.2", "HTTP/1.0", "1", """
                        GET /live.mp3 HTTP/1.0
                        User-Agent: mpg123/1.31.2
                        Host: 127.0.0.1:8000
                        Icy-MetaData: 1
                        Accept: audio/mpeg, audio/x-mpeg, audio/mp3, application/octet-stream, audio/mpegurl, */*

                        """),
                listener("MPlayer 1.5", "HTTP/1.0", "1", """
                        GET /live.mp3 HTTP/1.0
                        Host: 127.0.0.1:8000
                        User-Agent: MPlayer UNKNOWN-12
                        Icy-MetaData: 1
                        Connection: close

                        """),
                listener("streamripper 1.64.6", "HTTP/1.1", "1", """
                        GET /live.mp3 HTTP/1.1
                        Accept: */*
                        Cache-Control: no-cache
                        User-Agent: Streamripper/1.x
                        Icy-Metadata: 1
                        Connection: close
                        Host: 127.0.0.1:8000

                        """),
                listener("curl 7.88.1", "HTTP/1.1", null, """
                        GET /live.mp3 HTTP/1.1
                        Host: 127.0.0.1:8000
                        User-Agent: curl/7.88.1
                        Accept: */*

                        """),
                listener("wget 1.21.3", "HTTP/1.1", null, """
                        GET /live.mp3 HTTP/1.1
                        Host: 127.0.0.1:8000
                        User-Agent: Wget/1.21.3
                        Accept: */*
                        Accept-Encoding: identity
                        Connection: Keep-Alive

                        """),
                listener("Chromium 156, <audio>", "HTTP/1.1", null, """
                        GET /live.mp3 HTTP/1.1
                        Host: 127.0.0.1:8000
                        Connection: keep-alive
                        sec-ch-ua: "Chromium";v="156"
                        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0
                        Accept: */*
                        Sec-Fetch-Mode: no-cors
                        Sec-Fetch-Dest: audio
                        Accept-Encoding: identity
                        Accept-Language: en-US
                        Range: bytes=0-

                        """),
                new RecordedRequests(
                        "Chromium 156, preflight", """
                        OPTIONS /live.mp3 HTTP/1.1
                        Host: 127.0.0.1:8000
                        Access-Control-Request-Method: GET
                        Access-Control-Request-Headers: icy-metadata
                        Origin: null

                        """, "OPTIONS", "/live.mp3", "HTTP/1.1", Optional.empty(), none()),
                listener("an Icecast 2.4.4 relay", "HTTP/1.0", "1", """
                        GET /live.mp3 HTTP/1.0
                        User-Agent: Icecast 2.4.4
                        Host: 127.0.0.1
                        Icy-MetaData: 1
                        Authorization: Basic cmVsYXk6c2VjcmV0

                        """),
                new RecordedRequests("Winamp 5.62", """
                        GET / HTTP/1.0
                        Host: 127.0.0.1
                        User-Agent: WinampMPEG/5.62, Ultravox/2.1
                        Ultravox-transport-type: TCP
                        Accept: */*
                        Icy-MetaData:1
                        Connection: close

                        """, "GET", "/", "HTTP/1.0", Optional.of("1"), none()),
                source("ffmpeg 5.1.9, icecast://", "PUT", "/live.mp3", "HTTP/1.1", """
                        PUT /live.mp3 HTTP/1.1
                        User-Agent: Lavf/59.27.100
                        Accept: */*
                        Expect: 100-continue
                        Connection: close
                        Host: 127.0.0.1:28520
                        Content-Type: audio/mpeg
                        Icy-MetaData: 1
                        Ice-Name: Test Radio
                        Ice-Description: A desc
                        Ice-URL: http://example.com/
                        Ice-Genre: Rock
                        Ice-Public: 1
                        Authorization: Basic c291cmNlOnNlY3JldA==

                        """, Optional.of("1"), none()),
                source("libshout 2.4.6, first", "OPTIONS", "*", "HTTP/1.1", """
                        OPTIONS * HTTP/1.1
                        Host: 127.0.0.1:8000
                        User-Agent: libshout/2.4.6
                        Connection: Upgrade
                        Upgrade: TLS/1.0, HTTP/1.1

                        """, Optional.empty(), none()),
                source("libshout 2.4.6, second", "GET", "/admin/!POKE", "HTTP/1.1", """
                        GET /admin/!POKE HTTP/1.1
                        Host: 127.0.0.1:8000
                        User-Agent: libshout/2.4.6

                        """, Optional.empty(), none()),
                source("libshout 2.4.6, third", "SOURCE", "/ez.mp3", "HTTP/1.0", """
                        SOURCE /ez.mp3 HTTP/1.0
                        Host: 127.0.0.1:8000
                        User-Agent: libshout/2.4.6
                        Content-Type: audio/mpeg
                        Content-Length: 0
                        Connection: Keep-Alive
                        ice-public: 0
                        ice-name: no name
                        Prefer: return=minimal

                        """, Optional.empty(), none()),
                source("libshout 2.4.6, a title", "GET", "/admin/metadata", "HTTP/1.1", """
                        GET /admin/metadata?mode=updinfo&mount=%2fez%2emp3&song=A%20%2d%20B&charset=UTF%2d8 HTTP/1.1
                        Host: 127.0.0.1:8000
                        User-Agent: libshout/2.4.6

                        """, Optional.empty(), none()),
                source("liquidsoap 2.1, as a source", "SOURCE", "/lq.mp3", "HTTP/1.0", """
                        SOURCE /lq.mp3 HTTP/1.0
                        ice-url: http://example.com
                        ice-name: lq
                        Authorization: Basic c291cmNlOnNlY3JldA==
                        ice-description: d
                        ice-public: 0
                        User-Agent: Liquidsoap/2.1.3
                        ice-genre: g
                        ice-audio-info: channels=2;samplerate=44100;bitrate=64
                        Content-Type: audio/mpeg

                        """, Optional.empty(), none()),
                source("butt", "PUT", "/m", "HTTP/1.1", """
                        PUT /m HTTP/1.1
                        Authorization: Basic c291cmNlOnNlY3JldA==
                        Host: 127.0.0.1:8000
                        User-Agent: butt 0.1.40
                        Content-Type: audio/mpeg
                        ice-name: no name
                        ice-public: 0
                        ice-url: http://example.com
                        ice-genre: misc
                        ice-description: d
                        ice-audio-info: ice-bitrate=128;ice-channels=2;ice-samplerate=44100

                        """, Optional.empty(), none()),
                source(
                        "an Icecast 1 source",
                        "SOURCE",
                        "/old",
                        "ICE/1.0",
                        """
                        SOURCE /old ICE/1.0
                        ice-password: secret
                        ice-name: old

                        """,
                        Optional.empty(),
                        EnumSet.of(ICE_PROTOCOL)));
    }

    @Override
    public String toString() {
        return client;
    }

    private static RecordedRequests listener(String client, String version, String icyMetadata, String text) {
        return new RecordedRequests(
                client, text, "GET", "/live.mp3", version, Optional.ofNullable(icyMetadata), none());
    }

    private static RecordedRequests source(
            String client,
            String method,
            String path,
            String version,
            String text,
            Optional<String> icyMetadata,
            Set<Leniency> leniencies) {
        return new RecordedRequests(client, text, method, path, version, icyMetadata, leniencies);
    }

    private static Set<Leniency> none() {
        return EnumSet.noneOf(Leniency.class);
    }
}
