package io.github.basetenci.shim.job;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for a key that is valid only during the job: login mints it, and logout revokes it. */
final class EphemeralOptions {
  /**
   * By default, no CI known here lets a job last longer than five days. One more day allows for
   * wrong clocks.
   */
  private static final int DEFAULT_MAX_AGE_HOURS = 144;

  private static final int LONGEST_MAX_AGE_HOURS = 2160;

  @Option(
      names = "--ephemeral",
      description =
          "Log in with a key that is minted for this job, by the key of --minting-key-env or the"
              + " like, and that 'job logout' revokes.")
  boolean ephemeral;

  @Option(
      names = "--ephemeral-type",
      paramLabel = "TYPE",
      description = "Type of the minted key. Default: WORKSPACE_INVOKE.")
  @Nullable String type;

  @Option(
      names = "--ephemeral-models",
      paramLabel = "ID",
      split = ",",
      description = "Limit the minted key to these models, separated by commas.")
  List<String> models = new ArrayList<>();

  @Option(
      names = "--ephemeral-team",
      paramLabel = "NAME",
      description = "Team of the minted key. Default: that of the minting key.")
  @Nullable String team;

  @Option(
      names = "--ephemeral-max-age-hours",
      paramLabel = "NUMBER",
      description =
          "Hours after which the job is certainly over, so that a later login may revoke a key that"
              + " is left. Default: 144.")
  @Nullable String maxAgeHours;

  /**
   * A key to be minted.
   *
   * @param models the models to which the key is limited; empty for no limit
   * @param team name or id of the key's team; null for the default team of the minting key
   * @param maxAge the longest that the job can last
   */
  record Wanted(ApiKeyType type, List<String> models, @Nullable String team, Duration maxAge) {
    /** The models, or null for no limit. */
    @Nullable List<String> modelsOrNull() {
      return models.isEmpty() ? null : models;
    }
  }

  /**
   * The key to mint; null if no key is to be minted.
   *
   * @param required the allowed types of keys; empty if any type is allowed
   */
  @Nullable Wanted read(Words words, List<ApiKeyType> required) throws UsageException {
    if (!ephemeral) {
      refuse(words, "ephemeral-type", type != null);
      refuse(words, "ephemeral-models", !models.isEmpty());
      refuse(words, "ephemeral-team", team != null);
      refuse(words, "ephemeral-max-age-hours", maxAgeHours != null);
      return null;
    }
    ApiKeyType wanted = type(words);
    if (!models.isEmpty() && !wanted.takesModels()) {
      throw new UsageException(
          words.name("ephemeral-models")
              + " goes with "
              + words.name("ephemeral-type")
              + " WORKSPACE_INVOKE and WORKSPACE_EXPORT_METRICS alone; remove it, or choose one of"
              + " them");
    }
    if (!required.isEmpty() && !required.contains(wanted)) {
      throw new UsageException(
          "the ephemeral key is of type "
              + wanted
              + ", which "
              + words.name("require-key-type")
              + " does not name");
    }
    return new Wanted(wanted, List.copyOf(models), team, maxAge(words));
  }

  /** Refuses an option for a minted key if no key is to be minted. */
  static void refuse(Words words, String option, boolean given) throws UsageException {
    if (given) {
      throw new UsageException(
          words.name(option)
              + " goes with "
              + words.name("ephemeral")
              + " alone; set that, or remove it");
    }
  }

  private ApiKeyType type(Words words) throws UsageException {
    String option = words.name("ephemeral-type");
    ApiKeyType wanted = type == null ? ApiKeyType.WORKSPACE_INVOKE : KeyTypes.of(option, type);
    if (!wanted.hasTeam() || wanted.equals(ApiKeyType.ROUTES)) {
      throw new UsageException(
          option
              + " must be WORKSPACE_INVOKE, WORKSPACE_EXPORT_METRICS or WORKSPACE_MANAGE_ALL, for"
              + " only such keys belong to a team");
    }
    return wanted;
  }

  private Duration maxAge(Words words) throws UsageException {
    if (maxAgeHours == null) {
      return Duration.ofHours(DEFAULT_MAX_AGE_HOURS);
    }
    if (maxAgeHours.matches("[1-9][0-9]{0,3}")
        && Integer.parseInt(maxAgeHours) <= LONGEST_MAX_AGE_HOURS) {
      return Duration.ofHours(Integer.parseInt(maxAgeHours));
    }
    throw new UsageException(
        words.name("ephemeral-max-age-hours")
            + " must be a whole number from 1 to "
            + LONGEST_MAX_AGE_HOURS);
  }
}
