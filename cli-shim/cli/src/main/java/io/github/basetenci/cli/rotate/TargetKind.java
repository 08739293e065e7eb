package io.github.basetenci.cli.rotate;

import io.github.basetenci.rotation.Target;
import io.github.basetenci.shim.command.UsageException;

/** A kind of target, known by the word before the first colon of what {@code --target} takes. */
interface TargetKind {
  /** How the forms of this kind are written, for messages: {@code trussrc:REMOTE}. */
  String form();

  /** Whether the text is of this kind. */
  boolean claims(String spec);

  /**
   * The name that the target would have. Nothing but the text is needed for it.
   *
   * @throws UsageException if the text is of this kind, but wrong
   */
  String nameOf(String spec) throws UsageException;

  /** Whether targets of this kind may tell which key they have. */
  boolean canBeRead();

  /**
   * Makes the target. The target's name is the text, in the form that is valid from every
   * directory.
   *
   * @throws UsageException if the text is of this kind, but wrong
   */
  Target make(String spec) throws UsageException;
}
