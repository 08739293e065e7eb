package io.github.basetenci.text;

import org.jspecify.annotations.Nullable;

/** A failure whose message states a fact; what to do about it is for each front end to say. */
public interface Advisable {
  /** What it is about, or null where the message says all there is to say. */
  @Nullable Situation situation();

  /** See {@link Advice#on}. */
  String name();
}
