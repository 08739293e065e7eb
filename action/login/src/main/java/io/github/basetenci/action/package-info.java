/**
 * The GitHub Action "baseten login": what main and post do, with everything outside handed in.
 *
 * <p>Imports: action.toolkit, action.toolkit.container, api, auth, ephemeral, http, json, key,
 * shim, shim.command, shim.job, shim.output, shim.wording, store, text.
 */
@NullMarked
package io.github.basetenci.action;

import org.jspecify.annotations.NullMarked;
