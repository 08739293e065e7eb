package io.github.basetenci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Masker;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.store.PrivateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The code of the README is the code that is run here. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Path SOURCE = Path.of("src/test/java/io/github/basetenci/ReadmeTest.java");

  @TempDir Path directory;

  @Test
  void theExampleIsWhatIsTestedHere() throws IOException {
    Matcher example = Pattern.compile("(?s)```java\n(.*?)```").matcher(Files.readString(README));
    assertThat(example.find()).isTrue();
    // Only the limit differs: a busy machine may not meet it.
    String tested =
        Files.readString(SOURCE).replace("Duration.ofHours(1)", "Duration.ofMinutes(1)");

    assertThat(withoutBlanks(tested)).contains(withoutBlanks(example.group(1)));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command is a shell script")
  void theExampleRunsACommandThatIsLoggedIn() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withWorkspace("acme"))) {
      String key = sandbox.key(KeyType.WORKSPACE_MANAGE_ALL);
      RemoteUrl remote = RemoteUrl.parse(sandbox.url().toString());

      String output =
          run(key, remote, directory, "sh", "-c", "cat \"$USER_TRUSSRC_PATH\"; echo me >&2");

      assertThat(output)
          .startsWith("acme: [baseten]\n")
          .contains("remote_url = " + remote + "\n", "api_key = ****\n", "me\n")
          .doesNotContain(key);
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theExampleRunsNothingWithARefusedKey() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      RemoteUrl remote = RemoteUrl.parse(sandbox.url().toString());

      assertThatThrownBy(() -> run("nobody.knows", remote, directory, "no-such-command"))
          .isInstanceOfSatisfying(
              ApiException.class, refused -> assertThat(refused.status()).isEqualTo(401));
    }
  }

  static String run(String text, RemoteUrl remote, Path temporary, String... command)
      throws Exception {
    ApiKey key = ApiKey.given(text);
    HttpTransport transport = new HttpTransport(HttpSettings.of("my-tool/1.0"));
    Deadline deadline = Deadline.after(Duration.ofHours(1), System::nanoTime);
    ManagementApi api =
        new ManagementApi(
            transport,
            remote.managementUrl(),
            key,
            deadline,
            time -> Thread.sleep(time.toMillis()));
    String workspace = api.me().workspaceName();

    LoginPlan plan =
        new LoginPlan("baseten", "baseten", null, remote, new LoginCredential.Key(key), null, true);
    try (PrivateDirectory directory = PrivateDirectory.create(temporary)) {
      PrivateLogin login = PrivateLogin.inDirectory(List.of(plan), directory.path(), true);
      for (Map.Entry<String, byte[]> file : login.files().entrySet()) {
        directory.write(file.getKey(), file.getValue());
      }
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeAll(login.unset());
      builder.environment().putAll(login.set());
      Process process = builder.start();
      byte[] output = process.getInputStream().readAllBytes();
      process.waitFor();
      String masked = new String(Masker.of(List.of(key)).mask(output), StandardCharsets.UTF_8);
      return workspace + ": " + masked;
    }
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
