package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.Json;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.job.EphemeralRecord;
import io.github.basetenci.testing.FuzzTest;

/** Any state is refused, or is the same again when it was saved. */
class SavedStateFuzzTest extends FuzzTest {
  @Override
  protected void tryOn(byte[] input) throws WorkflowException {
    login(text(input));
    ephemeral(text(input));
  }

  private static void login(String state) throws WorkflowException {
    SavedLogin saved;
    try {
      saved = SavedLogin.parse(state);
    } catch (WorkflowException e) {
      assertThat(e).hasMessageContaining("nothing was logged out");
      return;
    }
    assertThat(SavedLogin.parse(saved.toJson())).isEqualTo(saved);
  }

  private static void ephemeral(String state) {
    EphemeralRecord.parse(state)
        .ifPresent(
            saved ->
                assertThat(EphemeralRecord.parse(Json.compact(saved.toJson()))).contains(saved));
  }
}
