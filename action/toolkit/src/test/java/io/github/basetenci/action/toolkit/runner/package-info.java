/** The runner's own readers of a step's log and files, ported from actions/runner 2.336.0. */
package io.github.basetenci.action.toolkit.runner;
