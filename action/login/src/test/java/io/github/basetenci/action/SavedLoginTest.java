package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.job.SavedVariables;
import io.github.basetenci.shim.job.SavedVariables.Saved;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedLoginTest {
  private static final String DIRECTORY = "/github/home/.baseten-ci/0123456789abcdef";

  @Test
  void whatWasSavedIsReadBack() throws Exception {
    Map<String, Saved> variables = new LinkedHashMap<>();
    variables.put("A", new Saved("d1", "", false));
    variables.put("B", new Saved("d2", "a \"b\"\n", false));
    variables.put("C", new Saved("d3", "", true));
    SavedLogin saved = new SavedLogin(true, new SavedVariables(DIRECTORY, variables));

    assertThat(SavedLogin.parse(saved.toJson())).isEqualTo(saved);
  }

  @Test
  void stateIsNoPathThatTheRunnerWouldRewrite() {
    assertThat(new SavedLogin(true, new SavedVariables(DIRECTORY, Map.of())).toJson())
        .startsWith("{");
  }

  @Test
  void aDigestDependsOnTheDirectoryAndTheValue() {
    String digest = SavedVariables.digest(DIRECTORY, "value");

    assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(SavedVariables.digest(DIRECTORY, "value"));
    assertThat(digest).isNotEqualTo(SavedVariables.digest(DIRECTORY, "values"));
    assertThat(digest).isNotEqualTo(SavedVariables.digest(DIRECTORY + "0", "value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "{}", "[1]", "{\"directory\": 1}", "{", "/github/home"})
  void somethingElseIsRefused(String text) {
    assertThatThrownBy(() -> SavedLogin.parse(text))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining("nothing was logged out");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/github/home",
        "/github/home/.baseten-ci",
        "/github/home/.baseten-ci/../../etc",
        "/github/../.baseten-ci/0123456789abcdef",
        "/github/home/.baseten-ci/0123456789abcdeF",
        "/github/home/.baseten-ci/0123456789abcdef/",
        "relative/.baseten-ci/0123456789abcdef"
      })
  void noOtherDirectoryIsEverDeleted(String path) {
    assertThat(LoginDirectory.saved(HostPathsTest.job(java.nio.file.Path.of("/x")), path))
        .isEmpty();
  }
}
