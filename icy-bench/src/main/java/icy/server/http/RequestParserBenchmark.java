package icy.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Nanoseconds for the head that ffmpeg 5.1 and mpv send. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestParserBenchmark {
    private final HttpLimits limits = HttpLimits.defaults();
    private final ByteBuffer request = ByteBuffer.wrap("""
            GET /stream HTTP/1.1\r
            User-Agent: Lavf/59.27.100\r
            Accept: */*\r
            Range: bytes=0-\r
            Connection: close\r
            Host: localhost:8000\r
            Icy-MetaData: 1\r
            \r
            """.getBytes(US_ASCII));

    @Benchmark
    public RequestHead parse() {
        RequestParser parser = new RequestParser(limits);
        parser.parse(request.rewind());
        return parser.head();
    }
}
