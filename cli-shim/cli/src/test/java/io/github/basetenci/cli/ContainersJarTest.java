package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/conformance/containers.md is what happens in real containers. */
@Tag("long")
class ContainersJarTest {
  private static final Path PAGE = Path.of("../../docs/conformance/containers.md");
  private static final Path JAR = Path.of("target/baseten-ci.jar").toAbsolutePath();

  /** Login and logout are in a home with a name outside ASCII, written by its bytes. */
  private static final String COMMANDS =
      """
      attempt() {
        said=$("$@" 2>&1 </dev/null) && echo works || printf '%s\\n' "$said" | tail -n 1
      }
      name=$(printf '\\303\\244\\320\\272')
      login() {
        baseten-ci auth login --team "$name" && grep -qx "team = $name" "$HOME/.trussrc"
      }
      if [ -n "${HOME+set}" ] && [ -w "$HOME" ]; then
        export HOME="$HOME/$name"
        mkdir -p "$HOME"
      fi
      attempt login
      attempt baseten-ci exec --no-verify -- true
      attempt baseten-ci doctor --offline
      attempt baseten-ci auth logout
      """;

  @TempDir Path directory;

  /** What a row of the table means to podman, by the row's first cell. */
  private static Map<String, List<String>> settings(Path latin1) {
    List<String> tmp = List.of("--tmpfs=/tmp:rw,mode=1777");
    Map<String, List<String>> settings = new LinkedHashMap<>();
    settings.put("no `LANG`", tmp);
    settings.put("`LC_ALL=POSIX`", with(tmp, "--env=LC_ALL=POSIX"));
    settings.put("`LANG=C.UTF-8`", with(tmp, "--env=LANG=C.UTF-8"));
    settings.put(
        "Latin-1: `LC_ALL=en_US.ISO-8859-1`",
        with(
            tmp,
            "--env=LC_ALL=en_US.ISO-8859-1",
            "--volume=" + latin1 + ":/usr/lib/locale/en_US.ISO-8859-1:ro"));
    settings.put("256 MB of memory", with(tmp, "--memory=256m", "--memory-swap=256m"));
    settings.put("no `/tmp`", List.of());
    settings.put("a read-only root", List.of("--read-only"));
    settings.put(
        "a read-only root, no place to write but `/dev/shm`",
        List.of("--read-only", "--read-only-tmpfs=false"));
    settings.put("a read-only root, `HOME` in `/tmp`", List.of("--read-only", "--env=HOME=/tmp"));
    settings.put("a user without a name (`--user 12345`)", with(tmp, "--user=12345:12345"));
    settings.put(
        "a user without a name, `HOME` in `/tmp`",
        with(tmp, "--user=12345:12345", "--env=HOME=/tmp"));
    settings.put("a user without a name, no `HOME`", with(tmp, "--user=12345:12345"));
    return settings;
  }

  static List<String> jdks() {
    return Jdks.commands();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theTableIsWhatHappens(String java) throws Exception {
    assumeTrue(Files.exists(JAR), "baseten-ci.jar is not built");
    String missing = bash("root=$PWD; . bin/lib/containers.sh; podman_missing").strip();
    assumeTrue(missing.isEmpty(), missing);
    Map<String, List<String>> documented = documented();

    Map<String, List<String>> real = new LinkedHashMap<>();
    try (World world = new World(directory)) {
      Path root = directory.resolve("root");
      bash("root=$PWD; . bin/lib/containers.sh; fill_root " + root);
      Map<String, List<String>> settings = settings(latin1());
      assertThat(documented.keySet()).containsExactlyElementsOf(settings.keySet());
      for (Map.Entry<String, List<String>> setting : settings.entrySet()) {
        real.put(setting.getKey(), run(world, root, java, setting.getKey(), setting.getValue()));
      }
    }

    assertThat(table(real)).isEqualTo(table(documented));
  }

  private List<String> run(World world, Path root, String java, String name, List<String> options)
      throws Exception {
    // What the last container was given as /tmp has left a directory there.
    Files.deleteIfExists(root.resolve("tmp"));
    Path home = Path.of(java).getParent().getParent().toRealPath();
    Path command = directory.resolve("baseten-ci");
    Files.writeString(
        command,
        world.run("launcher", "--java", home + "/bin/java", "--jar", "/opt/baseten-ci.jar").out());
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> line = new ArrayList<>(List.of("podman_", "run", "--rm", "$run_flags"));
    line.addAll(options);
    line.add("--volume=" + JAR + ":/opt/baseten-ci.jar:ro");
    line.add("--volume=" + command + ":/usr/bin/baseten-ci:ro");
    line.add("--volume=" + home + ":" + home + ":ro");
    // Debian has a part of its JDK in other places.
    for (Path part : List.of(Path.of("/etc/java-17-openjdk"), Path.of("/etc/ssl/certs"))) {
      if (Files.isDirectory(part)) {
        line.add("--volume=" + part + ":" + part + ":ro");
      }
    }
    for (String variable : List.of("BASETEN_REMOTE_URL", "BASETEN_MANAGEMENT_API_URL_OVERRIDE")) {
      line.add("--env=" + variable + "=" + world.url());
    }
    line.add("--env=BASETEN_API_KEY=" + World.KEY);
    line.addAll(List.of("--rootfs", root.toString(), "/usr/bin/sh", "-c"));
    String commands = name.endsWith("no `HOME`") ? "unset HOME\n" + COMMANDS : COMMANDS;
    Path script = Files.writeString(directory.resolve("commands"), commands);
    String out =
        bash(
            "root=$PWD; . bin/lib/containers.sh; "
                + String.join(" ", line)
                + " \"$(cat "
                + script
                + ")\"");
    List<String> said = out.lines().map(ContainersJarTest::cell).toList();
    assertThat(said).as(name + ": " + out).hasSize(4);
    return said;
  }

  /** The locale itself where its sources are here, else a directory that is none. */
  private Path latin1() throws Exception {
    Path locale = directory.resolve("latin1");
    bash("localedef -i en_US -f ISO-8859-1 " + locale + " >&2 || mkdir -p " + locale);
    return locale;
  }

  private static String cell(String said) {
    return said.equals("works") ? said : "`" + said + "`";
  }

  private static Map<String, List<String>> documented() throws IOException {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("| ") && !line.startsWith("| container |")) {
        List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| ", -1));
        rows.put(cells.get(0), cells.subList(1, cells.size()));
      }
    }
    return rows;
  }

  private static String table(Map<String, List<String>> rows) {
    StringBuilder table = new StringBuilder();
    rows.forEach(
        (name, cells) ->
            table
                .append("| ")
                .append(name)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n"));
    return table.toString();
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }

  private static String bash(String line) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", line).directory(Path.of("../..").toFile());
    builder.environment().keySet().retainAll(Set.of("PATH", "HOME", "JAVA25_HOME"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
