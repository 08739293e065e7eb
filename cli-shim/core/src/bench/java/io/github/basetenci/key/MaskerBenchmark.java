package io.github.basetenci.key;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One operation masks one MiB of log, so a score is MiB a second. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class MaskerBenchmark {
  private static final int CHUNK = 8192;

  /** What the log holds: {@code clean} is a build log without keys, the rest is meant to hurt. */
  @Param({"clean", "hits", "hex", "base64", "near-misses"})
  public String text = "";

  @Param({"1", "5", "20", "1000"})
  public int keys;

  private byte[] log = {};
  private int[] lineEnds = {};
  private Masker masker = Masker.NONE;

  @Setup
  public void setUp() {
    List<ApiKey> all = BenchText.keys(keys);
    masker = Masker.of(all);
    log =
        switch (text) {
          case "clean" -> BenchText.log();
          case "hits" -> BenchText.withKeys(BenchText.log(), all, 100);
          case "hex" -> BenchText.dense("0123456789abcdef");
          case "base64" ->
              BenchText.dense("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
          case "near-misses" -> BenchText.nearMisses(all.get(0));
          default -> throw new IllegalArgumentException(text);
        };
    lineEnds = BenchText.lineEnds(log);
  }

  /** A stream written in pieces of 8 KiB, as a pump between two processes does. */
  @Benchmark
  public long chunks() throws IOException {
    Counter counter = new Counter();
    try (MaskingOutputStream out = new MaskingOutputStream(counter, masker)) {
      for (int from = 0; from < log.length; from += CHUNK) {
        out.write(log, from, Math.min(CHUNK, log.length - from));
      }
    }
    return counter.bytes;
  }

  /** A stream written line by line, as a console log is. */
  @Benchmark
  public long lines() throws IOException {
    Counter counter = new Counter();
    try (MaskingOutputStream out = new MaskingOutputStream(counter, masker)) {
      int from = 0;
      for (int end : lineEnds) {
        out.write(log, from, end - from);
        from = end;
      }
    }
    return counter.bytes;
  }

  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) {
      bytes += length + b[offset];
    }
  }
}
