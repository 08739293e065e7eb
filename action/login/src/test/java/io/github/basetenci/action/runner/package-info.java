/**
 * A GitHub runner for one job on this machine: its directories, users, mounts, command files,
 * stages, and its rewriting of paths, by actions/runner 2.336.0.
 */
package io.github.basetenci.action.runner;
