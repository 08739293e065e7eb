package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcClientTest {
  private static final String URL = "https://oidc.example/token?api-version=2.0";
  private static final HttpGet.Answer TOKEN =
      new HttpGet.Answer(200, "{\"count\":1,\"value\":\"the.json.web.token\"}");

  private final World world =
      new World()
          .with("ACTIONS_ID_TOKEN_REQUEST_URL", URL)
          .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token");
  private final Deque<Object> answers = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<URI> asked = new ArrayList<>();
  private final List<Map<String, String>> headers = new ArrayList<>();

  @Test
  void theTokenIsMaskedBeforeItIsReturned() {
    answers.add(TOKEN);
    assertThat(core().getIDToken()).isEqualTo("the.json.web.token");
    assertThat(world.log())
        .isEqualTo("::debug::ID token url is " + URL + "\n::add-mask::the.json.web.token\n");
    assertThat(asked).containsExactly(URI.create(URL));
    assertThat(headers)
        .containsExactly(
            Map.of(
                "accept",
                "application/json",
                "authorization",
                "Bearer request-token",
                "user-agent",
                "actions/oidc-client"));
  }

  @Test
  void theAudienceIsEncoded() {
    answers.add(TOKEN);
    core().getIDToken("api://a b/é&c=~!*'()");
    assertThat(asked)
        .containsExactly(URI.create(URL + "&audience=api%3A%2F%2Fa%20b%2F%C3%A9%26c%3D~!*%27()"));
  }

  @Test
  void theOrchestrationIsNamed() {
    answers.add(TOKEN);
    world.with("ACTIONS_ORCHESTRATION_ID", "a.b c\r\nd");
    core().getIDToken("");
    assertThat(asked).containsExactly(URI.create(URL));
    assertThat(headers.get(0))
        .containsEntry("user-agent", "actions/oidc-client actions_orchestration_id/a.b_c__d");
  }

  @Test
  void aBusyServerAndALostConnectionAreAskedAgain() {
    answers.add(new HttpGet.Answer(502, ""));
    answers.add(new ConnectException("refused"));
    answers.add(new HttpGet.Answer(503, ""));
    answers.add(new HttpGet.Answer(504, ""));
    answers.add(TOKEN);
    assertThat(core().getIDToken()).isEqualTo("the.json.web.token");
    assertThat(pauses.stream().map(Duration::toMillis)).containsExactly(10L, 20L, 40L, 80L);
  }

  @Test
  void theEleventhFailureIsTheLast() {
    answers.addAll(Collections.nCopies(12, new ConnectException("refused")));
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core().getIDToken())
        .withMessage("GitHub gave no OIDC token: refused");
    assertThat(asked).hasSize(11);
    assertThat(pauses).hasSize(10).last().isEqualTo(Duration.ofMillis(5120));
  }

  @Test
  void exactlyAsTheToolkitALostConnectionIsTheEnd() {
    answers.add(new ConnectException("refused"));
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> builder().exact().build().getIDToken());
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|{\"message\":\"no permission\"}|HTTP 403 no permission",
        "500|<html>##[error]x|HTTP 500 <html>##\\[error]x",
        "302||HTTP 302"
      })
  void anotherAnswerIsTheEndAndItsTextIsNoCommand(int status, String body, String reason) {
    answers.add(new HttpGet.Answer(status, body == null ? "" : body));
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core().getIDToken())
        .withMessage("GitHub gave no OIDC token: " + reason);
    assertThat(asked).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "null", "{\"value\":\"\"}", "{\"value\":1}", "[\"value\"]", "x"})
  void anAnswerWithoutTokenIsAnError(String body) {
    answers.add(new HttpGet.Answer(200, body));
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core().getIDToken())
        .withMessage("Response json body do not have ID Token field");
  }

  @Test
  void withoutPermissionTheJobIsTold() {
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> new World().core().getIDToken())
        .withMessage(
            "Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable: give the job the permission"
                + " id-token: write");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> new World().with("ACTIONS_ID_TOKEN_REQUEST_URL", URL).core().getIDToken())
        .withMessageStartingWith("Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN");
  }

  @Test
  void anInterruptEndsTheWait() {
    answers.add(new HttpGet.Answer(503, ""));
    ActionsCore core =
        builder()
            .sleeper(
                duration -> {
                  throw new InterruptedException();
                })
            .build();
    assertThatExceptionOfType(ToolkitException.class).isThrownBy(core::getIDToken);
    assertThat(Thread.interrupted()).isTrue();
  }

  private ActionsCore core() {
    return builder().build();
  }

  private ActionsCore.Builder builder() {
    return world.builder().http(this::answer).sleeper(pauses::add);
  }

  private HttpGet.Answer answer(URI uri, Map<String, String> given) throws IOException {
    asked.add(uri);
    headers.add(given);
    Object answer = answers.remove();
    if (answer instanceof IOException lost) {
      throw lost;
    }
    return (HttpGet.Answer) answer;
  }
}
