package io.github.basetenci.shim.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.identity.IdentityCommand.Printed;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.KeylessWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsIdentityTest {
  private static final Deadline DEADLINE = Deadline.after(Duration.ofHours(1), () -> 0);

  private final List<String> command = new ArrayList<>();
  private final String token = KeylessWorld.token(KeylessWorld.JOB);

  /** As the value of an option, the AWS command line would take the first three for addresses. */
  @ParameterizedTest
  @ValueSource(
      strings = {"https://api.baseten.co", "file:///etc/passwd", "fileb://x", "--a", "a \"b\" \\"})
  void theAudienceIsInJsonAlone(String audience) throws Exception {
    assertThat(identity(false).token(audience, DEADLINE).confidential().reveal()).isEqualTo(token);

    assertThat(command).startsWith("aws", "sts", "get-web-identity-token", "--cli-input-json");
    assertThat(command).doesNotContain(audience, "--audience");
    JsonObject input = (JsonObject) Json.parse(command.get(4));
    assertThat(input.string("SigningAlgorithm")).isEqualTo("RS256");
    assertThat(input.get("Audience")).isEqualTo(JsonValue.arrayOf(List.of(audience)));
  }

  @Test
  void onWindowsTheQuotationMarksAreEscaped() throws Exception {
    identity(true).token("https://api.baseten.co", DEADLINE);

    assertThat(command.get(4)).startsWith("{\\\"Audience\\\":[\\\"https://api.baseten.co\\\"]");
  }

  private AwsIdentity identity(boolean windows) {
    return new AwsIdentity(
        (words, limit, deadline) -> {
          command.addAll(words);
          return new Printed(token + "\n", 0);
        },
        windows);
  }
}
