package io.github.basetenci.action;

import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.output.KnownKeys;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Refuses a key in an input for a name, because names are stored and shown. */
record MisplacedKeys(KnownKeys keys) {

  void refuse(Inputs inputs) throws WorkflowException {
    for (String input : inputs.names().keySet()) {
      refuse(input, inputs.names().getOrDefault(input, List.of()).stream());
    }
    for (RemotesInput.Remote each : inputs.remotes()) {
      refuse("remotes", Stream.of(each.remote(), each.remoteUrl(), each.profile(), each.team()));
    }
  }

  private void refuse(String input, Stream<@Nullable String> texts) throws WorkflowException {
    if (texts.anyMatch(
        text ->
            text != null && (KeyShapes.find(text).isPresent() || !keys.mask(text).equals(text)))) {
      throw new WorkflowException(
          input
              + " holds a key where a name belongs, and would be stored or shown as it is; give the"
              + " key to api-key alone");
    }
  }
}
