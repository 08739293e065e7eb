package io.github.basetenci.cli.fleet;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.shim.World.Run;
import io.github.basetenci.targets.github.FakeGitHub;
import io.github.basetenci.targets.jenkins.FakeJenkinsStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Three keys in a workspace, a GitHub, a Jenkins, and {@code fleet init}. */
final class InitWorld implements AutoCloseable {
  static final String MINTING = "minterky.0123456789ABCDEFGHIJKLMNOPQRSTUV";

  final World world;
  final FakeGitHub github = new FakeGitHub();
  final FakeJenkinsStores jenkins = new FakeJenkinsStores();

  InitWorld(@TempDir Path home) throws Exception {
    world = new World(home);
    world
        .set("MINTING", MINTING)
        .set("GH_TOKEN", FakeGitHub.TOKEN)
        .set("GITHUB_API_URL", github.url())
        .set("JENKINS_USER_ID", FakeJenkinsStores.USER)
        .set("JENKINS_API_TOKEN", FakeJenkinsStores.TOKEN)
        .unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
    answer(
        key("minterky", "minting", "WORKSPACE_MANAGE_API_KEYS", null),
        key("markerkey", "ci-deploy-3", "WORKSPACE_MANAGE_ALL", "Default"),
        key("otherkey", "nightly", "WORKSPACE_MANAGE_ALL", "Default"),
        key("invokeky", "e2e", "WORKSPACE_INVOKE", "Default"),
        key("personky", "ann-laptop", "PERSONAL", null));
    github.hold("/repos/acme/web/actions/secrets", "BASETEN_API_KEY", World.KEY);
    github.hold("/repos/acme/web/actions/secrets", "NPM_TOKEN", "of npm");
    keyFile("deploy.key", World.KEY);
    keyFile("e2e.key", World.INVOKE_KEY);
    keyFile("ann.key", World.PERSONAL_KEY);
  }

  /** Lets the server list these keys. */
  void answer(String... keys) {
    world.sandbox().clearFaults();
    world
        .sandbox()
        .fault(
            Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[" + String.join(",", keys) + "]}")
                .times(9));
  }

  /**
   * A key as the server lists it.
   *
   * @param name as it is in JSON, or null
   */
  static String key(String prefix, String name, String type, String team) {
    return ("{\"prefix\":\"%s\",\"name\":%s,\"type\":\"%s\",\"team_name\":%s,"
            + "\"created_at\":\"2026-01-01T00:00:00Z\"%s}")
        .formatted(
            prefix,
            name == null ? "null" : "\"" + name + "\"",
            type,
            team == null ? "null" : "\"" + team + "\"",
            type.equals("PERSONAL")
                ? ",\"owner\":{\"user_id\":\"u\",\"email\":\"ann@example.com\"}"
                : "");
  }

  void keyFile(String name, String key) throws IOException {
    Path file = Files.writeString(world.home().resolve(name), key + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** The flags of the workspace, and what is given. */
  List<String> flags(String... more) {
    return workspace("acme=env:MINTING", world.url(), more);
  }

  static List<String> workspace(String words, String url, String... more) {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.addAll(List.of("--workspace", words, "--remote-url", words.replaceAll("=.*", "=") + url));
    return flags;
  }

  /** Runs the command for the workspace of this world. */
  Run init(String... from) {
    return init(flags(), from);
  }

  Run init(List<String> flags, String... from) {
    List<String> words = new ArrayList<>(List.of("fleet", "init"));
    words.addAll(flags);
    for (String each : from) {
      words.addAll(List.of("--from", each));
    }
    return world.run(words.toArray(String[]::new));
  }

  /** The file that was written, with the addresses of a reader. */
  String shown() throws IOException {
    return Files.readString(world.home().resolve("fleet.yaml"))
        .replace(jenkins.url(), "https://ci.example.com")
        .replace("    url: " + world.url() + "\n", "");
  }

  @Override
  public void close() throws Exception {
    jenkins.close();
    github.close();
    world.close();
  }
}
