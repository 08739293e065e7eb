package io.github.basetenci.managed;

/**
 * What the rotations of one engine share.
 *
 * @param lists the newest list of each workspace
 * @param locks let one rotation at a time write a target
 */
record Shared(WorkspaceLists lists, TargetLocks locks) {}
