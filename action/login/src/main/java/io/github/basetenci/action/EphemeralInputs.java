package io.github.basetenci.action;

import io.github.basetenci.api.ApiKeyType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the workflow asks of a key that lives as long as the job.
 *
 * @param mintingKey the key that mints and deletes it; empty when what was given for it is empty
 * @param models the models to limit it to; empty for no limit
 * @param team name or id of its team; null for the default team of the minting key
 * @param maxAge the longest that this job can last
 */
record EphemeralInputs(
    String mintingKey,
    ApiKeyType type,
    List<String> models,
    @Nullable String team,
    Duration maxAge) {

  /** GitHub ends a job of a self-hosted runner after five days; one more for the clocks. */
  static final int DEFAULT_MAX_AGE_HOURS = 144;

  private static final int LONGEST_MAX_AGE_HOURS = 2160;

  private static final List<String> DETAILS =
      List.of(
          "minting-api-key",
          "ephemeral-type",
          "ephemeral-models",
          "ephemeral-team",
          "ephemeral-max-age-hours");

  /** Switches post off for every step of the job, so that nothing would delete the key. */
  private static final String SKIP = "BASETEN_SKIP_LOGOUT";

  /**
   * Null when no ephemeral key is asked for.
   *
   * @param required the types of which every key must have one; empty for any
   */
  static @Nullable EphemeralInputs read(Job job, List<ApiKeyType> required) throws ActionException {
    if (!InputText.bool(job, "ephemeral", false)) {
      refuseDetails(job);
      return null;
    }
    refuseOthers(job);
    ApiKeyType type = type(job);
    List<String> models = InputText.words(job, "ephemeral-models");
    if (!models.isEmpty() && !type.takesModels()) {
      throw new ActionException(
          "ephemeral-models goes with ephemeral-type WORKSPACE_INVOKE and WORKSPACE_EXPORT_METRICS"
              + " alone; remove it, or choose one of them");
    }
    if (!required.isEmpty() && !required.contains(type)) {
      throw new ActionException(
          "the ephemeral key is of type " + type + ", which require-key-type does not name");
    }
    return new EphemeralInputs(
        mintingKey(job), type, models, InputText.orNull(job, "ephemeral-team"), maxAge(job));
  }

  /** The minting key as it was given; it may be wanted before the other inputs are read. */
  static String mintingKey(Job job) {
    return InputText.of(job, "minting-api-key");
  }

  /** The models, or null for no limit. */
  @Nullable List<String> modelsOrNull() {
    return models.isEmpty() ? null : models;
  }

  private static void refuseDetails(Job job) throws ActionException {
    for (String name : DETAILS) {
      if (!InputText.of(job, name).isEmpty()) {
        throw new ActionException(
            name + " goes with ephemeral: true alone; set that, or remove it");
      }
    }
  }

  private static void refuseOthers(Job job) throws ActionException {
    String other = null;
    if (Inputs.apiKey(job) != null) {
      other = "api-key";
    } else if (InputText.bool(job, "allow-fallback", false)) {
      other = "allow-fallback: true";
    } else if (!InputText.bool(job, "logout", true)) {
      other = "logout: false";
    } else if (job.variable(SKIP).equals("true")) {
      other = "the variable " + SKIP;
    }
    if (other != null) {
      throw new ActionException(
          "ephemeral: true and " + other + " exclude each other; remove one of them");
    }
  }

  private static ApiKeyType type(Job job) throws ActionException {
    String word = InputText.of(job, "ephemeral-type");
    ApiKeyType type =
        word.isEmpty() ? ApiKeyType.WORKSPACE_INVOKE : InputText.keyType("ephemeral-type", word);
    if (!type.hasTeam()) {
      throw new ActionException(
          "ephemeral-type must be WORKSPACE_INVOKE, WORKSPACE_EXPORT_METRICS or"
              + " WORKSPACE_MANAGE_ALL, for only such keys belong to a team");
    }
    return type;
  }

  private static Duration maxAge(Job job) throws ActionException {
    String text = InputText.of(job, "ephemeral-max-age-hours");
    if (text.isEmpty()) {
      return Duration.ofHours(DEFAULT_MAX_AGE_HOURS);
    }
    if (text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= LONGEST_MAX_AGE_HOURS) {
      return Duration.ofHours(Integer.parseInt(text));
    }
    throw new ActionException(
        "ephemeral-max-age-hours must be a whole number from 1 to " + LONGEST_MAX_AGE_HOURS);
  }

  /** Never prints the key. */
  @Override
  public String toString() {
    return "EphemeralInputs[" + type + "]";
  }
}
