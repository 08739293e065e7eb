package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.testing.FuzzTest;

/** Any input {@code remotes} is read, or is refused in a sentence that quotes nothing of it. */
class RemotesInputFuzzTest extends FuzzTest {
  private static final String REFUSED =
      "remotes (is no YAML( list of logins| in line \\d+)?|has an? [a-z -]+ \\(number \\d+\\)"
          + "(: this job sees no secret of the name that the workflow gives|; put it in quotes)?)";

  @Override
  protected void tryOn(byte[] input) {
    try {
      for (RemotesInput.Remote remote : RemotesInput.parse(text(input))) {
        assertThat(remote.remote()).isNotNull();
        assertThat(remote.apiKey()).isNotNull();
      }
    } catch (WorkflowException e) {
      assertThat(e.getMessage()).matches(REFUSED);
    }
  }
}
