package io.github.basetenci.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
 * The usual way, for comparison: one regular expression of all forms, longest first, applied to
 * each decoded line. One operation masks one MiB, so a score is MiB a second.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class RegexBenchmark {
  @Param({"1", "5", "20"})
  public int keys;

  private byte[] log = {};
  private int[] lineEnds = {};
  private Pattern pattern = Pattern.compile("");

  @Setup
  public void setUp() {
    log = BenchText.log();
    lineEnds = BenchText.lineEnds(log);
    pattern =
        Pattern.compile(
            BenchText.forms(BenchText.keys(keys)).stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
  }

  @Benchmark
  public long lines() {
    long length = 0;
    int from = 0;
    for (int end : lineEnds) {
      String line = new String(log, from, end - from, US_ASCII);
      Matcher matcher = pattern.matcher(line);
      length += matcher.find() ? matcher.replaceAll("****").length() : line.length();
      from = end;
    }
    return length;
  }
}
