package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.action.toolkit.container.InputText;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.shim.output.KnownKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides every key that the job hands over, in all forms of the key, in the output of this action
 * and in the log of the whole job. The main stage does this first.
 */
final class KeyMasks {
  /** A key in the input {@code remotes}; it is hidden before the input is parsed as YAML. */
  private static final Pattern KEY_IN_YAML =
      Pattern.compile("api-key[\"']?\\s*:\\s*[\"']?([^\\s\"',}]+)");

  private static final List<String> VARIABLES =
      List.of(Environment.API_KEY, Environment.TRUSS_API_KEY, "BASETEN_ID_TOKEN");

  private final ActionsCore core;
  private final KnownKeys known;
  private final Set<String> hidden = new HashSet<>();

  KeyMasks(ActionsCore core, KnownKeys known) {
    this.core = core;
    this.known = known;
  }

  /** Hides the keys in inputs and variables. */
  void hideAll(ContainerJob job) {
    String input = Inputs.apiKey(job);
    hide(input == null ? "" : input);
    hide(Inputs.mintingKey(job));
    VARIABLES.forEach(name -> hide(job.variable(name)));
    Matcher keys = KEY_IN_YAML.matcher(InputText.of(job, "remotes"));
    while (keys.find()) {
      hide(keys.group(1));
    }
  }

  /** Hides a key or a token in all its forms. */
  void hide(Confidential secret) {
    known.add(secret);
    core.setSecrets(KeyForms.of(secret));
  }

  /** Hides a text that was given as a key, and each word of the text. The key may be unusable. */
  void hide(String given) {
    if (!hidden.add(given)) {
      return;
    }
    known.addText(given);
    core.setSecrets(KnownKeys.forms(given));
  }
}
