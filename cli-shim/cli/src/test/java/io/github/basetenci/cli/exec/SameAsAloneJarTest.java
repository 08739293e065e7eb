package io.github.basetenci.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.cli.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs the programs of {@code programs.sh} with and without exec. All that can be seen of a program
 * must be the same: that is what a user means who puts a word in front of a command.
 */
@EnabledOnOs(OS.LINUX)
class SameAsAloneJarTest {
  private static final String ALONE = "env";
  private static final String DIFFERS = "! ";
  private static final String LAUNCHER = "launcher ";
  private static final Path JAR = Path.of("target", "baseten-ci.jar").toAbsolutePath();

  /** One program for each row of what strangers found; the others take minutes. */
  private static final List<String> FIRST =
      List.of(
          "arguments that are no UTF-8",
          "a variable that is no UTF-8",
          "variables whose names are no shell identifiers",
          "an exported function",
          "descriptor 3 to read from",
          "a process substitution to read from",
          "standard input closed",
          "both streams into one file, in their order",
          "a copy of standard output in descriptor 3, in its order",
          "working directory whose name is no UTF-8",
          "signals that are blocked",
          "the command sends a signal to its own group");

  @TempDir Path root;

  private record Program(String name, String text) {
    boolean differs() {
      return name.startsWith(DIFFERS);
    }

    boolean needsLauncher() {
      return name.startsWith(LAUNCHER);
    }
  }

  /** All that can be seen of a program. */
  private record Seen(String out, String err, int code) {}

  /** How the command is started, on which Java, and in which locale. */
  enum Setting {
    BY_HAND(false, false, "C.UTF-8"),
    BY_HAND_WITHOUT_UTF_8(false, false, "POSIX"),
    BY_HAND_ON_JAVA_25(false, true, "C.UTF-8"),
    BY_HAND_ON_JAVA_25_WITHOUT_UTF_8(false, true, "POSIX");

    private final boolean launcher;
    private final boolean java25;
    private final String locale;

    Setting(boolean launcher, boolean java25, String locale) {
      this.launcher = launcher;
      this.java25 = java25;
      this.locale = locale;
    }
  }

  @Test
  void whatStrangersFoundIsAsItIsAlone() throws Exception {
    List<Program> programs =
        programs().stream().filter(program -> FIRST.contains(program.name)).toList();

    assertThat(programs).hasSameSizeAs(FIRST);
    assertThat(differences(Setting.BY_HAND, programs)).isEmpty();
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource
  void everyProgramIsAsItIsAlone(Setting setting) throws Exception {
    List<Program> programs =
        programs().stream()
            .filter(program -> setting.launcher || !program.needsLauncher())
            .toList();

    assertThat(programs).hasSizeGreaterThan(80);
    assertThat(programs.stream().filter(Program::differs)).hasSizeLessThanOrEqualTo(5);
    assertThat(differences(setting, programs)).isEmpty();
  }

  private List<String> differences(Setting setting, List<Program> programs) throws Exception {
    String java = java(setting).toString();
    String exec =
        String.join(
            " ",
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            JAR.toString(),
            "exec --no-verify --log warning --");
    List<String> differences = new ArrayList<>();
    for (Program program : programs) {
      Seen alone = run(setting, java, ALONE, program);
      Seen inside = run(setting, java, exec, program);
      if (alone.equals(inside) == program.differs()) {
        differences.add(program.name + "\n  alone: " + alone + "\n  exec:  " + inside);
      }
    }
    return differences;
  }

  private Seen run(Setting setting, String java, String prefix, Program program) throws Exception {
    Path place = Files.createTempDirectory(root, "p");
    Path work = Files.createDirectory(place.resolve("w"));
    Path temporary = Files.createDirectory(place.resolve("t"));
    Path script =
        Files.writeString(place.resolve("script"), "X=\"" + prefix + "\"\n" + program.text);
    Path out = place.resolve("out");
    Path err = place.resolve("err");
    // A session of its own: whoever runs the tests has a terminal, or has not.
    ProcessBuilder builder =
        new ProcessBuilder("setsid", "bash", script.toString())
            .directory(work.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                System.getenv("PATH"),
                "HOME",
                place.toString(),
                "JAVA_HOME",
                Path.of(java).getParent().getParent().toString(),
                "TMPDIR",
                temporary.toString(),
                "LC_ALL",
                setting.locale,
                "BASETEN_API_KEY",
                World.KEY));
    Process process = builder.start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).as(program.name).isTrue();
    if (!program.name.startsWith(DIFFERS + "KILL")) {
      try (Stream<Path> left = Files.list(temporary)) {
        assertThat(left).as(program.name).isEmpty();
      }
    }
    return new Seen(text(out, place), text(err, place), process.exitValue());
  }

  /** Every byte as a character, and the directory without what is random in it. */
  private static String text(Path file, Path place) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1)
        .replace(place.toString(), "PLACE")
        .replace(place.getFileName().toString(), "PLACE");
  }

  private static List<Program> programs() throws IOException {
    String all;
    try (var in = SameAsAloneJarTest.class.getResourceAsStream("programs.sh")) {
      all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String[] parts = all.split("(?m)^## ");
    List<Program> programs = new ArrayList<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      int end = part.indexOf('\n');
      programs.add(new Program(part.substring(0, end), parts[0] + part.substring(end + 1)));
    }
    return programs;
  }

  private static Path java(Setting setting) throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    if (setting.java25) {
      Optional<Path> other = java25();
      assumeTrue(other.isPresent(), "there is no Java 25 here; name one in JAVA25_HOME");
      home = other.orElseThrow();
    }
    return home.resolve("bin").resolve("java");
  }

  /** As {@code bin/lib/containers.sh} finds it. */
  private static Optional<Path> java25() throws IOException {
    List<Path> homes = new ArrayList<>();
    for (String variable : List.of("JAVA25_HOME", "JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64")) {
      String named = System.getenv(variable);
      if (named != null && !named.isEmpty()) {
        homes.add(Path.of(named));
      }
    }
    Path usual = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(usual)) {
      try (Stream<Path> all = Files.list(usual)) {
        all.filter(path -> path.getFileName().toString().contains("25")).forEach(homes::add);
      }
    }
    return homes.stream().filter(home -> Files.isExecutable(home.resolve("bin/java"))).findFirst();
  }
}
