package io.github.basetenci.cli.rotate;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.LocalLogins;
import io.github.basetenci.rotation.StoredLogins;
import io.github.basetenci.shim.auth.KeyOptions;
import io.github.basetenci.shim.auth.MintingOptions;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.wording.CommandWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The locations on this machine in which the command looks for the key that is rotated.
 *
 * @param files the key files that flags and variables name
 * @param variables the names of the variables that may hold a key
 * @param oldKey the key that is rotated, null where only its prefix is known
 * @param oldPrefix the prefix of that key
 */
record HeldHere(
    Session session,
    List<Path> files,
    Set<String> variables,
    @Nullable ApiKey oldKey,
    String oldPrefix) {

  /** The forms of the names that a refusal prints. */
  private static final List<String> FORMS = List.of("trussrc:", "profile:", "label:", "file:");

  static HeldHere of(
      Session session,
      KeyOptions keys,
      MintingOptions minting,
      @Nullable ApiKey oldKey,
      String oldPrefix)
      throws UsageException {
    Set<Path> files = new LinkedHashSet<>();
    Set<String> variables = new LinkedHashSet<>();
    add(session, files, "--api-key-file", keys.file());
    add(session, files, "--minting-key-file", minting.file());
    String variable = Environment.API_KEY_FILE;
    add(session, files, variable, session.environment().get(variable).orElse(null));
    variables.add(Environment.API_KEY);
    variables.add(Environment.TRUSS_API_KEY);
    Optional.ofNullable(keys.variable()).ifPresent(variables::add);
    Optional.ofNullable(minting.variable()).ifPresent(variables::add);
    return new HeldHere(session, List.copyOf(files), variables, oldKey, oldPrefix);
  }

  private static void add(Session session, Set<Path> files, String flag, @Nullable String path)
      throws UsageException {
    if (path != null) {
      files.add(TargetKinds.path(session, flag, path));
    }
  }

  /**
   * The logins of this machine, in the form that a rotation needs.
   *
   * @param leaveBehind the names of the logins that may stop working, as the refusal prints them
   */
  LocalLogins logins(List<String> leaveBehind) throws UsageException {
    Set<String> names = new LinkedHashSet<>();
    for (String name : leaveBehind) {
      names.add(nameOf(name));
    }
    Set<String> said = new LinkedHashSet<>();
    return new LocalLogins(
        new StoredLogins(
            session.stores(),
            session.keyFile(),
            files,
            (store, problem) -> {
              String sentence =
                  CommandWords.ADVICE.sentence(problem) + "; it was not searched for the old key";
              if (said.add(sentence)) {
                session.output().warn(sentence);
              }
            }),
        oldKey,
        names);
  }

  private String nameOf(String given) throws UsageException {
    for (String form : FORMS) {
      if (given.startsWith(form) && given.length() > form.length()) {
        return form.equals("file:")
            ? form + TargetKinds.path(session, "--leave-behind", given.substring(form.length()))
            : given;
      }
    }
    // The text is not quoted, because it may be a key that was given by mistake.
    throw new UsageException(
        "--leave-behind takes a name as the refusal prints it, such as trussrc:REMOTE,"
            + " profile:NAME or file:PATH");
  }

  /**
   * Warns of variables with the key, because a rotation cannot change the source that sets a
   * variable.
   */
  void warnOfVariables() {
    List<String> held = new ArrayList<>();
    for (String name : variables) {
      if (session.environment().get(name).filter(this::isOld).isPresent()) {
        held.add(name);
      }
    }
    for (String name : held) {
      session
          .output()
          .warn(
              "the variable "
                  + name
                  + " holds the key that is rotated, and no rotation can change it; give the new"
                  + " key to what sets it, unless that is a target");
    }
  }

  private boolean isOld(String text) {
    return ApiKey.stored(text.strip())
        .filter(key -> oldKey != null ? oldKey.equals(key) : key.prefix().equals(oldPrefix))
        .isPresent();
  }
}
