package io.github.basetenci.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the right to create and revoke keys comes from. A source contains no key. */
public sealed interface MintingSource {
  /** The key is the value of an environment variable. */
  record OfVariable(String name) implements MintingSource {}

  /** The key is the only line of a file. */
  record OfFile(String path) implements MintingSource {}

  /** The key is what a command prints. The command is run without a shell. */
  record OfCommand(List<String> words) implements MintingSource {
    public OfCommand {
      words = List.copyOf(words);
    }

    /** None of the words, since one may be a secret. */
    @Override
    public String toString() {
      return "a command of " + words.size() + " words";
    }
  }

  /**
   * There is no key: the identity of the job is exchanged for an access token.
   *
   * @param trustRule the id of the trust rule
   * @param audience the audience that the rule names, null for that of the remote
   * @param source where the identity token comes from, null for the only one that the job has
   */
  record OfIdentity(String trustRule, @Nullable String audience, @Nullable String source)
      implements MintingSource {}
}
