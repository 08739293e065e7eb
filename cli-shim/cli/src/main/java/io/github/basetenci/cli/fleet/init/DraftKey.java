package io.github.basetenci.cli.fleet.init;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.fleet.KeyChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key of the file that is written. */
final class DraftKey {
  final String workspace;
  final KeyChoice choice;

  /** Every key that the choice means, the present one first. */
  final List<ApiKeyInfo> keys;

  /** The team, if it has to be written. */
  final @Nullable String team;

  final List<String> targets = new ArrayList<>();
  final List<String> remarks = new ArrayList<>();

  /** What rotates the key in place of the file, if its targets do not matter. */
  @Nullable String rotatedBy;

  DraftKey(String workspace, KeyChoice choice, List<ApiKeyInfo> keys, @Nullable String team) {
    this.workspace = workspace;
    this.choice = choice;
    this.keys = List.copyOf(keys);
    this.team = team;
  }

  ApiKeyInfo current() {
    return keys.get(0);
  }
}
