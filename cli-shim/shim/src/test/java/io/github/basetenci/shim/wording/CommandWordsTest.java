package io.github.basetenci.shim.wording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.text.Situation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the command says where the library states a fact. */
class CommandWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KEY_MISSING | : set BASETEN_API_KEY, or pass --api-key-stdin, --api-key-file or"
            + " --api-key-env",
        "NOT_LOGGED_IN | ; run 'baseten-ci auth login' or set BASETEN_API_KEY",
        "NO_PROFILE_STORED | ; run 'baseten-ci auth login'",
        "PROFILE_NOT_STORED | ; run 'baseten-ci auth login --profile ci'",
        "REMOTE_NOT_STORED | ; run 'baseten-ci auth login --remote ci'",
        "NAME_NOT_STORED | ; run 'baseten-ci profiles list'",
        "REMOTE_IS_NO_PROFILE | ; name it with --remote where it is wanted, or log in to both"
            + " files",
        "PROFILE_NOT_CHOSEN | ; name one with --profile: ci",
        "REMOTE_NOT_CHOSEN | ; name one with --remote",
        "LOGOUT_PROFILE_NOT_CHOSEN | ; name one with --profile (ci), or pass --all",
        "LOGOUT_REMOTE_NOT_CHOSEN | ; name one with --remote, or pass --all",
        "STORED_URLS_DIFFER | ; say which with --remote-url",
        "STORE_PATH_UNKNOWN | ; set it, or set ci",
        "CERTIFICATE_NOT_TRUSTED | ; if your company signs its own, name its CA file in"
            + " SSL_CERT_FILE",
        "CA_FILE_UNUSABLE | ; name a PEM file with the certificate",
        "PROXY_REFUSES | ; ask its owner to allow the host, or add the host to NO_PROXY",
        "PROXY_LOGIN_MISSING | ; put user:password@ into the proxy variable",
        "PROXY_LOGIN_REFUSED | ; it refuses the user and the password in the proxy variable, so"
            + " correct them",
        "PROXY_LOGIN_UNKNOWN | ; ask its owner for one, or add the host to NO_PROXY",
        "KEY_MAY_BE_SCOPED | : if this one is not, state so (option --not-environment-scoped, or"
            + " the policy of its credential)"
      })
  void theAdviceNamesFlagsAndCommands(Situation situation, String advice) {
    assertThat(CommandWords.ADVICE.on(situation, "ci")).isEqualTo(advice);
  }

  @ParameterizedTest
  @EnumSource
  void thereIsAdviceOnEverySituation(Situation situation) {
    assertThat(CommandWords.ADVICE.on(situation, "ci")).matches("[;:] .+");
  }

  @Test
  void theRequestsOfACommandFailInItsWords(@TempDir Path home) throws Exception {
    try (World world = new World(home);
        ServerSocket proxy = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread refusing = new Thread(() -> refuse(proxy), "proxy");
      refusing.setDaemon(true);
      refusing.start();
      world.set("BASETEN_API_KEY", World.KEY);
      world.set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", "https://api.example.test");
      world.set("HTTPS_PROXY", "http://127.0.0.1:" + proxy.getLocalPort());

      World.Run run = world.run("whoami");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err())
          .endsWith(
              "the proxy 127.0.0.1:%d opened no connection to api.example.test:443 (HTTP 407); put user:password@ into the proxy variable\n"
                  .formatted(proxy.getLocalPort()));
    }
  }

  private static void refuse(ServerSocket proxy) {
    try (Socket client = proxy.accept()) {
      BufferedReader head =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = head.readLine(); line != null && !line.isEmpty(); ) {
        line = head.readLine();
      }
      String answer = "HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n";
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
