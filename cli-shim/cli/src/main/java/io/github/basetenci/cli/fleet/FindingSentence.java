package io.github.basetenci.cli.fleet;

import io.github.basetenci.fleet.FleetFinding;
import io.github.basetenci.text.Neutralizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Says what a review has found. */
final class FindingSentence {
  private FindingSentence() {}

  /** One sentence without a full stop, about the key or the workspace that it is shown with. */
  static String of(FleetFinding finding) {
    List<String> facts = finding.facts().stream().map(Neutralizer::line).toList();
    return switch (finding.kind()) {
      case DUE -> "is due since " + day(facts.get(0));
      case UNFINISHED ->
          "has a rotation that is not at its end ("
              + facts.get(0)
              + ", "
              + facts.get(1)
              + (facts.get(2).isEmpty() ? "" : " to " + facts.get(2))
              + ")";
      case NOT_LISTED -> "is not in the server's list; is the name right, or is the key revoked?";
      case TEAM_UNCLEAR -> "is in several teams (" + facts.get(0) + "); write which with team";
      case EARLIER_KEYS ->
          "has earlier keys that live on ("
              + facts.get(0)
              + "), and no rotation is known here; revoke those that nobody uses, or this one if it is"
              + " the key of a rotation whose records are lost and no target has it";
      case NAME_TAKEN ->
          "cannot be rotated, because the next name "
              + facts.get(0)
              + " is taken by "
              + facts.get(1)
              + "; if no other rotation made that key and nobody holds it, 'fleet apply"
              + " --unclaimed-key "
              + facts.get(2)
              + "' deletes it";
      case WRONG_TYPE ->
          "has the type " + type(facts.get(0)) + ", and the file says " + type(facts.get(1));
      case WRONG_TEAM -> "is in the team " + facts.get(0) + ", and the file says " + facts.get(1);
      case WRONG_MODELS ->
          (facts.get(0).isEmpty()
                  ? "is limited to no models"
                  : "is limited to the models " + facts.get(0))
              + ", and the file says "
              + facts.get(1);
      case PERSONAL ->
          "has the name of "
              + facts.get(0)
              + ", a personal key of "
              + facts.get(1)
              + ", which ends when that person leaves";
      case TARGET_HAS_PERSONAL ->
          facts.get(0)
              + " has the personal key "
              + facts.get(1)
              + " of "
              + facts.get(2)
              + ", which ends when that person leaves";
      case TARGET_HAS_OTHER ->
          facts.get(0)
              + " has another key: "
              + facts.get(1)
              + (facts.get(2).equals("true") ? "" : ", which the server does not list");
      case TARGET_IS_EMPTY -> facts.get(0) + " has no key";
      case NEW_KEYS_FORBIDDEN ->
          "cannot be rotated, because the organization allows no new keys of the type "
              + type(facts.get(0))
              + "; let jobs log in without a key, by a trust rule";
      case SCOPE_NOT_STATED ->
          "cannot be rotated before the file says 'not-environment-scoped: true', because a key"
              + " that is limited to environments cannot be copied";
      case HAS_A_NAME ->
          "has the name "
              + facts.get(0)
              + "; write it with name in place of prefix, because a rotation changes the prefix";
      case UNUSED -> "was last used on " + day(facts.get(0)) + "; is it still needed?";
      case NOT_IN_FILE ->
          facts.get(0)
              + " is not in the file (type "
              + type(facts.get(1))
              + (facts.get(2).isEmpty() ? "" : ", team " + facts.get(2))
              + ")";
      case TARGET_FAILED -> facts.get(0) + " could not be read: " + facts.get(1);
      case WORKSPACE_FAILED -> "could not be asked: " + facts.get(0);
      case AGE_UNKNOWN -> "has no known age, because the server does not say when it was created";
      case TARGETS_NOT_READ ->
          facts.get(0)
              + " of "
              + facts.get(1)
              + " targets do not tell which key they have, as GitHub secrets and commands";
      case ROTATED_BY_NOBODY ->
          "is rotated by nobody; write its targets in place of rotated-by, or what rotates it";
      case COULD_GO ->
          facts.get(0).equals(facts.get(1))
              ? "could go: this workspace has trust rules, and workflows of GitHub can log in"
                  + " without a key"
              : facts.get(0)
                  + " of "
                  + facts.get(1)
                  + " targets could go: this workspace has trust rules, and workflows of GitHub can"
                  + " log in without a key";
    };
  }

  /** The day in UTC. */
  static String day(String time) {
    return LocalDate.ofInstant(Instant.parse(time), ZoneOffset.UTC).toString();
  }

  /** A type as flags and files write it. */
  static String type(String value) {
    return value.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
