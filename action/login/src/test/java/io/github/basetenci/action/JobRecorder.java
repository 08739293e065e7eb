package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.RecordedJob.Login;
import io.github.basetenci.action.runner.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the {@link RecordedJob}s. It is no test and runs when it is asked to: {@code
 * -Dtest=JobRecorder} with {@code -Dbaseten.record=DIRECTORY} writes into that directory. The keys
 * are those of a sandbox.
 */
@EnabledIfSystemProperty(named = "baseten.record", matches = ".+")
class JobRecorder {
  @TempDir Path directory;
  private final List<Login> logins = new ArrayList<>();

  @Test
  void record() throws Exception {
    Path recordings = Path.of(System.getProperty("baseten.record")).toAbsolutePath();
    try (ActionWorld world = world("nested")) {
      world.job().set("BASETEN_API_KEY", OTHER_KEY).set("BASETEN_PROFILE", "earlier");
      login(world, world.inputs("export", "both", "profile", "outer"));
      login(world, world.inputs("export", "both", "profile", "inner", "api-key", OTHER_KEY));
      new RecordedJob(recordings.resolve("nested")).pack(world, logins, List.of());
    }
    logins.clear();
    try (ActionWorld world = world("minted")) {
      login(
          world,
          world.inputs(
              "ephemeral", "true", "minting-api-key", ActionWorld.MINTING_KEY, "api-key", "-"));
      String key = world.onHost("USER_TRUSSRC_PATH").replaceAll("(?s).*api_key = (\\S+).*", "$1");
      assertThat(world.sandbox().accepts(key)).isTrue();
      new RecordedJob(recordings.resolve("minted"))
          .pack(world, logins, List.of(key + " WORKSPACE_INVOKE " + world.minted().get(0)));
    }
  }

  private ActionWorld world(String name) throws IOException {
    return new ActionWorld(Files.createDirectory(directory.resolve(name)));
  }

  private void login(ActionWorld world, Map<String, String> inputs) {
    Stage main = world.job().login(inputs);
    assertThat(main.code()).as(main.text()).isZero();
    logins.add(new Login(inputs, main));
  }
}
