package io.github.basetenci.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A claim about a reader that holds for all bytes. In every run of the tests, the claim is tried on
 * the inputs of its corpus, which are the files of {@code src/test/resources/fuzz/NAME}. In long
 * runs and by {@code bin/fuzz}, it is tried on inputs that a fuzzer makes from the corpus; the
 * fuzzer prefers inputs that reach new code. Inputs with which the fuzzer found a failure are added
 * to the corpus.
 */
public abstract class FuzzTest {
  private static final String SUFFIX = "FuzzTest";

  /**
   * Tries the claim.
   *
   * @throws Throwable if the claim does not hold for this input; usually an assertion error
   */
  protected abstract void tryOn(byte[] input) throws Throwable;

  /** Tries the inputs of the corpus and the empty input, which needs no file. */
  @TestFactory
  final Stream<DynamicTest> holdsForTheCorpus() throws IOException {
    Stream<DynamicTest> empty =
        Stream.of(DynamicTest.dynamicTest("empty", () -> tryOn(new byte[0])));
    Path corpus = corpus();
    if (!Files.isDirectory(corpus)) {
      throw new IOException(corpus + " is missing: a claim needs inputs to start from");
    }
    try (Stream<Path> files = Files.list(corpus)) {
      return Stream.concat(
          empty,
          files
              .sorted()
              .map(
                  file ->
                      DynamicTest.dynamicTest(
                          file.getFileName().toString(), () -> tryOn(Files.readAllBytes(file))))
              .toList()
              .stream());
    }
  }

  @Test
  @Tag("long")
  final void holdsForWhatAFuzzerMakesOfIt() throws Exception {
    new Fuzzer(getClass(), name(), corpus()).run();
  }

  /**
   * Random decisions that depend only on the input, so that the input contains nothing but the text
   * for the reader.
   */
  protected static Random randomOf(byte[] input) {
    CRC32 sum = new CRC32();
    sum.update(input);
    return new Random(sum.getValue());
  }

  /** The input as text. Bytes that are no valid UTF-8 are replaced. */
  protected static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8);
  }

  private String name() {
    String name = getClass().getSimpleName();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  private Path corpus() {
    return Path.of("src", "test", "resources", "fuzz", name());
  }
}
