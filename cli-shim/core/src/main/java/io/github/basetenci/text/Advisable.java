package io.github.basetenci.text;

import org.jspecify.annotations.Nullable;

/** A failure whose message states only a fact. Each front end adds its own advice on what to do. */
public interface Advisable {
  /** What the failure is about; null if the message needs no advice. */
  @Nullable Situation situation();

  /** The name that is given to {@link Advice#on}. */
  String name();
}
