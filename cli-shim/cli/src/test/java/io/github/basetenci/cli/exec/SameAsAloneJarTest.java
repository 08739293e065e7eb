package io.github.basetenci.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.Jdks;
import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
          "the command sends a signal to its own group",
          "launcher JVM options: the JVM says on standard error that it took them",
          "launcher all standard streams closed: the JVM opens two of them",
          "launcher working directory that was removed: the JVM does not start",
          "launcher signals that are ignored and that the JVM uses itself",
          "launcher little address space: the JVM does not start");

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

  /** How the command is started. */
  enum Launcher {
    /** {@code java -jar}. */
    BY_HAND,

    /** {@code bin/baseten-ci}. */
    CHECKOUT,

    /** The script that {@code action/setup} and the Jenkins plugin write. */
    SCRIPT
  }

  private record Setting(Launcher launcher, String java, String locale) {
    boolean takes(Program program) {
      return launcher != Launcher.BY_HAND || !program.needsLauncher();
    }
  }

  static List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (Launcher launcher : Launcher.values()) {
      for (String java : Jdks.commands()) {
        settings.add(new Setting(launcher, java, "POSIX"));
        // The scripts share one text, which gives the JVM the same locale whatever the job has.
        if (launcher == Launcher.BY_HAND) {
          settings.add(new Setting(launcher, java, "C.UTF-8"));
        }
      }
    }
    return settings;
  }

  @ParameterizedTest
  @EnumSource(names = {"BY_HAND", "SCRIPT"})
  void whatStrangersFoundIsAsItIsAlone(Launcher launcher) throws Exception {
    Setting setting = new Setting(launcher, Jdks.commands().get(0), "POSIX");
    List<Program> programs =
        programs().stream().filter(program -> FIRST.contains(program.name)).toList();

    assertThat(programs).hasSameSizeAs(FIRST);
    assertThat(differences(setting, programs)).isEmpty();
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("settings")
  void everyProgramIsAsItIsAlone(Setting setting) throws Exception {
    List<Program> programs = programs();

    assertThat(programs).hasSizeGreaterThan(80);
    assertThat(programs.stream().filter(Program::differs)).hasSizeLessThanOrEqualTo(5);
    assertThat(differences(setting, programs)).isEmpty();
  }

  /** Three programs at a time, for much of their time is waiting. */
  private List<String> differences(Setting setting, List<Program> programs) throws Exception {
    String exec = prefix(setting) + " exec --no-verify --log warning --";
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Optional<String>>> compared = new ArrayList<>();
      for (Program program : programs) {
        if (setting.takes(program)) {
          compared.add(threads.submit(() -> difference(setting, exec, program)));
        }
      }
      List<String> differences = new ArrayList<>();
      for (Future<Optional<String>> each : compared) {
        each.get().ifPresent(differences::add);
      }
      return differences;
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<String> difference(Setting setting, String exec, Program program)
      throws Exception {
    Seen alone = run(setting, ALONE, program);
    Seen inside = run(setting, exec, program);
    return alone.equals(inside) == program.differs()
        ? Optional.of(program.name + "\n  alone: " + alone + "\n  exec:  " + inside)
        : Optional.empty();
  }

  /** The words before the command, none of which has a blank in it. */
  private String prefix(Setting setting) throws Exception {
    return switch (setting.launcher) {
      case BY_HAND ->
          String.join(
              " ",
              setting.java,
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-jar",
              JAR.toString());
      case CHECKOUT -> Path.of("..", "..", "bin", "baseten-ci").toRealPath().toString();
      case SCRIPT -> script(setting).toString();
    };
  }

  private Path script(Setting setting) throws Exception {
    Path script = root.resolve("baseten-ci");
    Process process =
        new ProcessBuilder(
                setting.java,
                "-jar",
                JAR.toString(),
                "launcher",
                "--java",
                setting.java,
                "--jar",
                JAR.toString())
            .redirectOutput(script.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  private Seen run(Setting setting, String prefix, Program program) throws Exception {
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
                Path.of(setting.java).getParent().getParent().toString(),
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
}
