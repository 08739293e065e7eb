package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.shim.World;
import io.github.basetenci.shim.command.MisplacedKeys;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A key that stands where a name belongs is neither stored nor sent nor shown. */
class MisplacedKeysTest {
  private static final String SHAPED = "abcdefgh." + "Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv";

  /** Labels of what has a fixed set of words or a form of its own, in which no key fits. */
  private static final Set<String> FORMS =
      Set.of(
          "COMMAND", "EXPR", "FORMAT", "KEY", "LEVEL", "NUMBER", "PORT", "PREFIX", "SECONDS",
          "SCOPE", "SHELL", "STORE", "TIME", "TYPE");

  @Fixture private World world;

  static Stream<String> commandLines() {
    return Stream.of(
        "secrets set @",
        "secrets set --name @",
        "secrets set name --team @",
        "secrets delete @ --yes",
        "secrets list --team @",
        "secrets check @ --offline",
        "secrets list --remote @",
        "secrets list --profile @",
        "auth login --remote @",
        "auth login --profile @",
        "auth login --label @",
        "auth login --team @",
        "auth login --expect-workspace @",
        "auth logout --remote @",
        "auth logout --profile @",
        "auth status --profile @",
        "auth switch --profile @",
        "auth switch --user @",
        "whoami --remote @",
        "profiles use @",
        "profiles get remote-url --profile @",
        "profiles set team @",
        "profiles set team x --profile @",
        "keys create --type workspace-invoke --to-stdout --name @",
        "keys create --type workspace-invoke --name x --to-login @",
        "keys create --type workspace-invoke --name x --to-file @",
        "keys create --type workspace-invoke --name x --to-stdout --team @",
        "keys create --type workspace-invoke --name x --to-stdout --model-id @",
        "keys revoke --name @ --yes",
        "keys rotate -t trussrc:@",
        "keys rotate -t profile:@",
        "keys rotate -t file:key -t file:@",
        "keys rotate -t github:acme/web/@",
        "keys rotate -t command:curl+-H+@",
        "keys rotate -t file:key --journal @",
        "keys rotate -t file:key --new-key-file @",
        "keys rotate -t file:key --holder @",
        "keys rotate -t file:key --leave-behind @",
        "fleet init @ --workspace a=env:KEY",
        "fleet init --workspace @",
        "fleet init --workspace a=env:@",
        "fleet init --workspace a=env:KEY --remote-url @",
        "fleet init --workspace a=env:KEY --from @",
        "fleet init --workspace a=env:KEY --from github:acme/@",
        "fleet init --workspace a=env:KEY --name-contains @",
        "exec --remote @ -- true",
        "exec --team @ -- true",
        "exec --remotes remote=@,key-env=K -- true",
        "exec --account remote=@,key-env=K -- true",
        "job login --export bash --directory @",
        "job login --export bash --directory d --remote @",
        "job login --export bash --directory d --export-file @",
        "job login --export bash --directory d --remotes remote=@,key-env=K",
        "job logout --directory @",
        "job logout --directory d --export-file @",
        "sandbox --log-file @");
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void aKeyOfTheEnvironmentIsNoName(String line) throws IOException {
    world.set("BASETEN_API_KEY", World.KEY);

    refuses(line, World.KEY);
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void whatLooksLikeAKeyIsNoName(String line) throws IOException {
    world.set("BASETEN_API_KEY", World.KEY);

    refuses(line, SHAPED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trussrc",
        "auth.json",
        "hosts",
        "BASETEN_TRUSS_AUTH_API_KEY",
        "BASETEN_API_KEY_FILE"
      })
  void aStoredKeyIsNoName(String where) throws IOException {
    String key = World.OTHER_KEY;
    switch (where) {
      case "trussrc" -> world.trussrc("[x]\nremote_url = https://x.test\napi_key = " + key + "\n");
      case "auth.json" ->
          world.authJson(
              "{\"profiles\": {\"x\": {\"remote_url\": \"https://x.test\", \"auth_type\":"
                  + " \"api_key\", \"api_key\": \""
                  + key
                  + "\"}}}");
      case "hosts" ->
          world.authJson(
              "{\"hosts\": {\"https://x.test\": {\"users\": {\"x\": {\"auth_type\":"
                  + " \"api_key\", \"api_key\": \""
                  + key
                  + "\"}}}}}");
      case "BASETEN_API_KEY_FILE" -> {
        Files.writeString(world.home().resolve("key"), key + "\n");
        world.set(where, "key");
      }
      default -> world.set(where, key).set("BASETEN_TRUSS_AUTH_REMOTE_URL", world.url());
    }

    refuses("secrets set @", key);
  }

  @Test
  void aFormOfAKeyAndAKeyWithinANameAreNoNamesEither() throws IOException {
    world.set("BASETEN_API_KEY", World.KEY);
    String base64 =
        Base64.getEncoder().encodeToString(World.KEY.getBytes(StandardCharsets.US_ASCII));

    for (String name : List.of(base64, "x-" + World.KEY + "-y", World.KEY.replace(".", "%2E"))) {
      refuses("secrets set @", name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf_access_token",
        "markerkey",
        "BASETEN_API_KEY",
        "sk-learn-models-for-production-2",
        "v1.2.3",
        "model.safetensors"
      })
  void anOrdinaryNameIsNone(String name) {
    world.set("BASETEN_API_KEY", World.KEY);

    World.Run run = world.runWithInput("a-value", "secrets", "set", name);

    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void noArgumentOfAnyCommandIsForgotten() {
    Set<String> labels = new TreeSet<>();
    Set<String> options = new TreeSet<>();
    for (CommandSpec command : CommandTree.all().values()) {
      for (ArgSpec arg : command.args()) {
        if (arg.type() != boolean.class && arg.type() != Boolean.class) {
          labels.add(arg.paramLabel());
        }
        if (arg instanceof OptionSpec option) {
          options.add(option.longestName());
        }
      }
    }

    assertThat(labels)
        .as("a new label is entered in LABELS, or here in FORMS")
        .isSubsetOf(union(MisplacedKeys.LABELS, FORMS));
    assertThat(options).containsAll(MisplacedKeys.LOOKED_UP);
  }

  private void refuses(String line, String key) throws IOException {
    List<String> before = files();
    int requests = world.sandbox().requests().size();
    String[] args =
        Stream.of(line.split(" "))
            .map(word -> word.replace('+', ' ').replace("@", key))
            .toArray(String[]::new);

    World.Run run = world.runWithInput("value", args);

    assertThat(run.err())
        .contains("holds a key, and would be stored or shown as it is; give what the key is for");
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).doesNotContain(key);
    assertThat(new LeakFinder(World.KEY, World.OTHER_KEY, SHAPED).find(run.err())).isEmpty();
    assertThat(files()).isEqualTo(before);
    assertThat(world.sandbox().requests()).hasSize(requests);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(world.home())) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }
}
