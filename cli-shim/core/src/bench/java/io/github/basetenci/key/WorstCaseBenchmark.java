package io.github.basetenci.key;

import java.util.Arrays;
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

/**
 * Text against which a search that begins anew at each byte takes time in proportion to the length
 * of the key: the scores must not fall with that length. One operation masks one MiB.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class WorstCaseBenchmark {
  @Param({"40", "400", "4000"})
  public int keyLength;

  private byte[] text = {};
  private Masker masker = Masker.NONE;

  @Setup
  public void setUp() {
    masker = Masker.of(List.of(BenchText.key("a".repeat(keyLength - 1) + "b")));
    text = new byte[BenchText.BYTES];
    Arrays.fill(text, (byte) 'a');
    for (int i = keyLength - 1; i < text.length; i += keyLength) {
      text[i] = 'c';
    }
  }

  /** The key but for its last byte, over and over. */
  @Benchmark
  public byte[] almostTheKey() {
    return masker.mask(text);
  }
}
