package io.github.basetenci.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * One run of Jazzer in a JVM of its own, without the agent that measures the coverage of tests. By
 * default, a run ends after a fixed number of inputs and makes the same inputs each time, so that
 * its result depends only on the code. If {@code FUZZ_SECONDS} is set, the run looks for new inputs
 * for that number of seconds.
 */
final class Fuzzer {
  /**
   * The number of inputs of a run. It is enough to reach more code than the corpus does, and takes
   * a few seconds.
   */
  private static final String RUNS = "20000";

  private static final String SECONDS = "FUZZ_SECONDS";
  private static final String MAX_INPUT_BYTES = "5000";
  private static final Pattern DONE = Pattern.compile("(?m)^Done (\\d+) runs.*$");
  private static final Pattern FINDING = Pattern.compile("(?s)== Java Exception: .*");
  private static final int SHOWN = 6000;

  private final Class<? extends FuzzTest> test;
  private final Path corpus;
  private final Path directory;

  Fuzzer(Class<? extends FuzzTest> test, String name, Path corpus) {
    this.test = test;
    this.corpus = corpus;
    this.directory = Path.of("target", "fuzz", name).toAbsolutePath();
  }

  void run() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        isSupported(), "Jazzer has no library for " + platform() + ": only the corpus was tried");
    Path found = found();
    Path log = directory.resolve("log");
    Process jazzer =
        new ProcessBuilder(command(found))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status;
    try {
      status = jazzer.waitFor();
    } finally {
      jazzer.destroyForcibly();
    }
    String said = Files.readString(log, ISO_8859_1);
    Matcher done = DONE.matcher(said);
    if (status != 0 || !done.find()) {
      Assertions.fail(sentence(said, status));
    }
    System.out.println(test.getSimpleName() + ": " + done.group());
  }

  /**
   * The directory in which the fuzzer stores the inputs that reach new code. A run with {@code
   * FUZZ_SECONDS} continues with the inputs of the last run.
   */
  private Path found() throws IOException {
    Files.createDirectories(directory);
    return System.getenv(SECONDS) == null
        ? Files.createTempDirectory(directory, "inputs")
        : Files.createDirectories(directory.resolve("corpus"));
  }

  private String sentence(String said, int status) {
    Matcher finding = FINDING.matcher(said);
    String what = finding.find() ? finding.group() : said;
    return "Jazzer ended with "
        + status
        + "; its inputs and its log are in "
        + directory
        + "; copy the input crash-... into "
        + corpus
        + " under a name that tells what it is, and mend the reader:\n"
        + what.substring(0, Math.min(what.length(), SHOWN));
  }

  private List<String> command(Path found) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // For a short run, the quick compiler and the small collector are the fastest.
    command.addAll(List.of("-Xmx600m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.awt.headless=true");
    command.add("-cp");
    // The class path that Surefire uses is one jar that only names the other jars. An agent finds
    // no classes in it.
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + FuzzEntry.class.getName());
    command.add("--target_args=" + test.getName());
    command.add("--instrumentation_includes=io.github.basetenci.**:org.snakeyaml.engine.**");
    command.add("--instrumentation_excludes=" + FuzzEntry.class.getPackageName() + ".**");
    command.add("--reproducer_path=" + directory);
    command.add("-artifact_prefix=" + directory + File.separator);
    command.add("-max_len=" + MAX_INPUT_BYTES);
    command.add("-use_value_profile=1");
    command.add("-print_final_stats=1");
    String seconds = System.getenv(SECONDS);
    command.addAll(
        seconds == null
            ? List.of("-runs=" + RUNS, "-seed=1")
            : List.of("-max_total_time=" + seconds));
    command.add(found.toString());
    command.add(corpus.toAbsolutePath().toString());
    return command;
  }

  private static boolean isSupported() {
    String platform = platform();
    return platform.equals("linux amd64")
        || platform.equals("windows amd64")
        || platform.matches("mac os x (x86_64|aarch64)");
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return (system.startsWith("windows") ? "windows" : system)
        + " "
        + System.getProperty("os.arch");
  }
}
