package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * The time until which a key that is to be revoked works.
 *
 * @param latest whether the key works until then at the latest; otherwise it works until then at least
 */
public record TimeLimit(boolean latest, @NonNull TimeCell time) {}
