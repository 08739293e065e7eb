package io.github.basetenci.action;

import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.shim.output.KnownKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses a key that stands in an input where a name belongs: it would be stored and shown. */
record MisplacedKeys(KnownKeys keys) {

  void refuse(Inputs inputs) throws ActionException {
    refuse("remote", inputs.remote());
    refuse("remote-url", inputs.remoteUrl());
    refuse("profile", inputs.profile());
    refuse("team", inputs.team());
    refuse("expect-workspace", inputs.expectedWorkspace());
    EphemeralInputs ephemeral = inputs.ephemeral();
    if (ephemeral != null) {
      refuse("ephemeral-team", ephemeral.team());
      for (String model : ephemeral.models()) {
        refuse("ephemeral-models", model);
      }
    }
    List<RemotesInput.Remote> remotes = RemotesInput.parse(inputs.remotes());
    remotes.forEach(remote -> keys.addText(remote.apiKey()));
    for (RemotesInput.Remote remote : remotes) {
      refuse("remotes", remote.remote());
      refuse("remotes", remote.remoteUrl());
      refuse("remotes", remote.profile());
      refuse("remotes", remote.team());
    }
  }

  private void refuse(String input, @Nullable String text) throws ActionException {
    if (text != null && (KeyShapes.find(text).isPresent() || !keys.mask(text).equals(text))) {
      throw new ActionException(
          input
              + " holds a key where a name belongs, and would be stored or shown as it is; give the"
              + " key to api-key alone");
    }
  }
}
