package io.github.basetenci.cli.rotate;

import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.util.Optional;

/** The tokens by which other servers let a target be written; they come from variables alone. */
record TargetTokens(Session session) {
  /**
   * The first of the variables that is set. From here on no output shows it.
   *
   * @param needs what it is for, as the beginning of a sentence
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
