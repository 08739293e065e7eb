package io.github.basetenci.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms as the tools of a CI job write them: the key is in {@code $KEY}. */
class MaskerWithRealToolsTest {
  private static final Masker MASKER = Masker.of(List.of(FakeKeys.PLAIN, FakeKeys.SPECIAL));

  @Test
  void shellTraceIsMasked() throws Exception {
    String trace = "printf '%s\\n' \"$KEY\" \"Authorization: Api-Key $KEY\"";
    for (ApiKey key : List.of(FakeKeys.PLAIN, FakeKeys.SPECIAL)) {
      assertThat(masked(key, "bash", "-xc", trace))
          .matches("\\+ printf .* \\*{4} 'Authorization: Api-Key \\*{4}'\n\\*{4}\nA.* \\*{4}\n");
      assertThat(masked(key, "dash", "-xc", trace))
          .matches(
              "\\+ printf .* '?\\*{4}'? '?Authorization: Api-Key \\*{4}'?\n\\*{4}\nA.* \\*{4}\n");
    }
  }

  @Test
  void quotingOfBashIsMasked() throws Exception {
    String quoted =
        "printf '%q %q ' \"$KEY\" \"--key=$KEY\"; declare -p KEY; export -p | grep ' KEY='";
    for (ApiKey key : List.of(FakeKeys.PLAIN, FakeKeys.SPECIAL)) {
      assertThat(masked(key, "bash", "-c", quoted + "; echo \"${KEY@Q}\"; set | grep ^KEY="))
          .matches(
              "\\*{4} --key=\\*{4} declare -x KEY=\"\\*{4}\"\ndeclare -x KEY=\"\\*{4}\"\n"
                  + "\\*{4}\nKEY='?\\*{4}'?\n");
    }
  }

  @Test
  void base64OfTheShellIsMasked() throws Exception {
    for (ApiKey key : List.of(FakeKeys.PLAIN, FakeKeys.SPECIAL)) {
      assertThat(sh(key, "printf %s \"$KEY\" | base64 -w0")).isEqualTo("****");
      assertThat(sh(key, "printf '%s\\n' \"$KEY\" | base64 -w0"))
          .matches("\\*{4}[A-Za-z0-9]?={0,2}");
      assertThat(sh(key, "printf %s \"u:$KEY\" | base64 -w0")).matches("dT.\\*{4}");
      assertThat(sh(key, "printf %s \"me:$KEY\" | base64 -w0")).isEqualTo("bWU6****");
      assertThat(sh(key, "printf %s \"user:$KEY\" | base64 -w0")).matches("dXNlcj.\\*{4}");
    }
  }

  @Test
  void hexDumpIsMasked() throws Exception {
    String dump = "printf %s \"$KEY\" | od -An -v -tx1 | tr -d ' \\n'";
    assertThat(sh(FakeKeys.PLAIN, dump)).isEqualTo("****");
    assertThat(sh(FakeKeys.SPECIAL, dump)).isEqualTo("****");
  }

  @Test
  void pythonsQuotingIsMasked() throws Exception {
    String program =
        "import os, json, shlex, base64, urllib.parse as u\n"
            + "k = os.environ['KEY']\n"
            + "print(json.dumps({'key': k}))\n"
            + "print(u.quote(k), u.quote(k, safe=''), u.urlencode({'key': k}))\n"
            + "print(base64.urlsafe_b64encode(k.encode()).decode(), k.encode().hex())\n"
            + "print(shlex.quote(k))\n"
            + "print({'key': k}, repr(k.encode()))\n";
    for (ApiKey key : List.of(FakeKeys.PLAIN, FakeKeys.SPECIAL)) {
      assertThat(masked(key, "python3", "-c", program))
          .matches(
              "\\{\"key\": \"\\*{4}\"}\n\\*{4} \\*{4} key=\\*{4}\n\\*{4} \\*{4}\n'?\\*{4}'?\n"
                  + "\\{'key': '?\\*{4}'?} b'?\\*{4}'?\n");
    }
  }

  private static String sh(ApiKey key, String script) throws Exception {
    return masked(key, "sh", "-c", script);
  }

  /** What the command wrote, masked; the test is skipped where there is no such command. */
  private static String masked(ApiKey key, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KEY", key.reveal());
    builder.environment().remove("PS4");
    builder.environment().put("LC_ALL", "C");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      assumeTrue(false, command[0] + " is not installed");
      throw e;
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).as(output).isZero();
    return MASKER.mask(output);
  }
}
