package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.ActionYml;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.sandbox.GitHubJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each step of the action in the examples logs in, with keys in place of its secrets or none. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "..", "examples");
  private static final String ACTION = "baseten-ci/baseten-ci/action@v1";

  /** What the example without a key is for. */
  private static final GitHubJob JOB = KeylessWorld.JOB.inEnvironment("production");

  @TempDir Path directory;

  @Test
  void eachStepOfTheActionLogsInAndOut() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(EXAMPLES)) {
      files = all.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
    int steps = 0;
    for (Path file : files) {
      for (Map<String, String> inputs : inputs(yaml(file))) {
        steps++;
        Path place = Files.createDirectory(directory.resolve("job" + steps));
        try (KeylessWorld keyless = new KeylessWorld(place, JOB)) {
          ActionWorld world = keyless.action();
          if (!Files.readString(file).contains("id-token: write")) {
            world.job().mayNotAskForIdentity();
          }
          assertThat(ActionYml.read().inputs()).as("" + file).containsAll(inputs.keySet());

          Stage main = world.job().login(filled(world, inputs));

          assertThat(main.code()).as(file + "\n" + main).isZero();
          assertThat(world.minted()).hasSize(inputs.containsKey("ephemeral") ? 1 : 0);
          assertThat(keyless.tokens()).hasSize(inputs.containsKey("trust-rule") ? 1 : 0);
          assertThat(world.job().end()).allMatch(post -> post.said("warning").isEmpty());
          assertThat(world.left()).isEmpty();
          assertThat(world.minted()).isEmpty();
        }
      }
    }
    assertThat(steps).isGreaterThanOrEqualTo(6);
  }

  /** What {@code with:} of each step of the action has. */
  private static List<Map<String, String>> inputs(Object yaml) {
    List<Map<String, String>> found = new ArrayList<>();
    if (yaml instanceof List<?> list) {
      list.forEach(item -> found.addAll(inputs(item)));
    }
    if (yaml instanceof Map<?, ?> map) {
      if (ACTION.equals(map.get("uses"))) {
        Map<String, String> inputs = new LinkedHashMap<>();
        ((Map<?, ?>) map.get("with")).forEach((k, v) -> inputs.put("" + k, "" + v));
        found.add(inputs);
      }
      map.values().forEach(value -> found.addAll(inputs(value)));
    }
    return found;
  }

  private static Map<String, String> filled(ActionWorld world, Map<String, String> inputs) {
    Map<String, String> filled = new LinkedHashMap<>();
    inputs.forEach(
        (name, text) ->
            filled.put(
                name,
                text.replace("${{ secrets.BASETEN_MINTING_KEY }}", ActionWorld.MINTING_KEY)
                    .replace("${{ secrets.STAGING_KEY }}", ActionWorld.OTHER_KEY)
                    .replaceAll("\\$\\{\\{ secrets\\.[A-Z_]+ }}", ActionWorld.KEY)
                    .replace("${{ vars.BASETEN_MODEL_ID }}", "abcd1234")
                    .replaceAll("https://app\\.[a-z.]+", world.url())));
    filled.putIfAbsent("remote-url", world.url());
    if (inputs.containsKey("trust-rule")) {
      // Its default is the address of the remote's management API.
      filled.put("audience", KeylessWorld.AUDIENCE);
    }
    filled.put("sandbox-url", world.url());
    filled.put("allow-unknown-remote", "true");
    return filled;
  }

  private static Object yaml(Path file) throws IOException {
    return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }
}
