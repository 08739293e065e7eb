package io.github.basetenci.action;

import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Mounts;
import io.github.basetenci.action.runner.Processes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Containers of the real image, by podman. */
final class PodmanEngine implements Engine {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private final String image;
  private String homeOptions = "";

  PodmanEngine(String image) {
    this.image = image;
  }

  /** Builds the image from a jar, with a base made of this machine's own JDK. */
  static String build(Path jar, String name) {
    Ran ran =
        shell(
            Map.of(),
            "bin/image --local-base --jar "
                + ROOT.relativize(jar.toAbsolutePath().normalize())
                + " --tag localhost/"
                + name);
    if (ran.code() != 0) {
      throw new IllegalStateException(new String(ran.output(), StandardCharsets.UTF_8));
    }
    return "localhost/" + name;
  }

  /** The image of an archive. */
  static PodmanEngine load(Path archive) {
    Ran ran = shell(Map.of(), "podman_ pull -q 'oci-archive:" + archive + "'");
    String said = new String(ran.output(), StandardCharsets.UTF_8).strip();
    if (ran.code() != 0) {
      throw new IllegalStateException(said);
    }
    return new PodmanEngine(said.lines().reduce("", (before, last) -> last));
  }

  /** The home is mounted read-only. */
  PodmanEngine readOnlyHome() {
    homeOptions = ":ro";
    return this;
  }

  @Override
  public Ran action(String entrypoint, Map<String, String> environment, Mounts mounts) {
    // As the runner: the arguments of action.yml behind the image.
    return run(List.of("--entrypoint", entrypoint), List.of("--"), environment, mounts);
  }

  @Override
  public Ran other(List<String> command, Map<String, String> environment, Mounts mounts) {
    return run(
        List.of("--entrypoint", "/usr/bin/" + command.get(0)),
        command.subList(1, command.size()),
        environment,
        mounts);
  }

  private Ran run(
      List<String> options, List<String> args, Map<String, String> environment, Mounts mounts) {
    List<String> command = new ArrayList<>(List.of("run", "--rm"));
    command.addAll(options);
    environment.keySet().forEach(name -> command.addAll(List.of("-e", name)));
    mounts
        .all()
        .forEach(
            (host, container) ->
                command.addAll(
                    List.of(
                        "-v",
                        host
                            + ":"
                            + container
                            + (container.equals("/github/home") ? homeOptions : ""))));
    command.add(image);
    command.addAll(args);
    String line = String.join(" ", command.stream().map(PodmanEngine::quoted).toList());
    return shell(environment, "set -- " + line + "; shift; podman_ run $run_flags \"$@\"");
  }

  /** Runs a line with the functions of bin/lib/containers.sh. */
  private static Ran shell(Map<String, String> environment, String line) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putIfAbsent("HOME", "/root");
    all.put("PATH", System.getenv("PATH"));
    return Processes.run(
        ROOT, all, List.of("bash", "-c", "root=$PWD; . bin/lib/containers.sh; " + line));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
