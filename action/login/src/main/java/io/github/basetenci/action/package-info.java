/**
 * The GitHub Action "baseten login": its main stage and its post stage. The caller hands in
 * everything outside, such as the environment.
 *
 * <p>Imports: action.tls, action.toolkit, action.toolkit.container, api, auth, ephemeral, http,
 * json, key, shim, shim.command, shim.identity, shim.job, shim.output, shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.action;

import org.jspecify.annotations.NullMarked;
