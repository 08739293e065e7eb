package io.github.basetenci.cli.keys;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds one key in the server's list. */
record ListedKeys(List<ApiKeyInfo> keys) {
  Optional<ApiKeyInfo> find(String prefix) {
    return ApiKeyInfo.find(keys, prefix);
  }

  /** The key of this prefix. */
  ApiKeyInfo withPrefix(String prefix) throws CommandException {
    return find(prefix)
        .orElseThrow(
            () ->
                new CommandException(
                    "no key with the prefix "
                        + prefix
                        + " among those that this key manages; it may be revoked already",
                    ExitCode.NOT_FOUND));
  }

  /**
   * The only key of this name.
   *
   * @param team the name of the key's team, or null for any team
   * @param type the key's type, or null for any type
   */
  ApiKeyInfo named(String name, @Nullable String team, @Nullable ApiKeyType type)
      throws CommandException, UsageException {
    List<ApiKeyInfo> found =
        keys.stream()
            .filter(key -> name.equals(key.name()))
            .filter(key -> team == null || team.equals(key.teamName()))
            .filter(key -> type == null || type.equals(key.type()))
            .toList();
    String shown = Neutralizer.line(name);
    if (found.isEmpty()) {
      throw new CommandException(
          "no key named '" + shown + "' among those that this key manages", ExitCode.NOT_FOUND);
    }
    if (found.size() > 1) {
      String prefixes =
          found.stream()
              .map(key -> new KeyView(key).maskedPrefix() + " in " + new KeyView(key).team())
              .collect(Collectors.joining(", "));
      throw new UsageException(
          "several keys are named '" + shown + "' (" + prefixes + "); give the prefix of one");
    }
    return found.get(0);
  }
}
