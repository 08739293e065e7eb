package io.github.basetenci.cli.rotate;

import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.util.Optional;

/**
 * The tokens with which other servers allow a target to be written. The tokens come only from
 * variables.
 */
record TargetTokens(Session session) {
  /**
   * The value of the first variable that is set. It is hidden in all output from now on.
   *
   * @param needs what needs the token, as the beginning of a sentence
   */
  ForeignToken require(String needs, String... variables) throws UsageException {
    for (String variable : variables) {
      Optional<String> value = session.environment().get(variable);
      if (value.isPresent()) {
        try {
          ForeignToken token = ForeignToken.of(value.get().strip());
          session.output().hide(token);
          return token;
        } catch (InvalidKeyException e) {
          throw new UsageException(
              needs + ", and " + variable + " holds none: its value " + e.getMessage());
        }
      }
    }
    throw new UsageException(needs + "; set " + variables[0]);
  }
}
