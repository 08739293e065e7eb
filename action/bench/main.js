// What our action does in its usual case, by the means of a JavaScript action.
import * as core from '@actions/core'
import {HttpClient} from '@actions/http-client'
import * as crypto from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'

const SECRET_FORMS = [
  key => key,
  key => Buffer.from(key).toString('hex'),
  key => Buffer.from(key).toString('base64'),
  key => Buffer.from(key).toString('base64url'),
  key => Buffer.from(key + ':').toString('base64'),
  key => encodeURIComponent(key)
]

async function get(client, url, key) {
  const answer = await client.getJson(url, {authorization: `Bearer ${key}`})
  if (answer.statusCode !== 200) throw new Error(`${url} answered with HTTP ${answer.statusCode}`)
  return answer.result
}

async function login() {
  const key = core.getInput('api-key', {required: true})
  for (const half of [key, key.slice(key.indexOf('.') + 1)]) {
    for (const form of SECRET_FORMS) core.setSecret(form(half))
  }
  const url = core.getInput('remote-url')
  const client = new HttpClient('baseten-login', [], {keepAlive: true})
  const me = await get(client, `${url}/v1/users/me`, key)
  const keys = await get(client, `${url}/v1/api_keys`, key)
  client.dispose()
  const prefix = key.slice(0, key.indexOf('.'))
  const type = keys.keys.find(each => each.prefix === prefix)?.type ?? 'unknown'

  const directory = path.join(process.env.BENCH_HOME, '.baseten-ci', crypto.randomBytes(8).toString('hex'))
  const variables = {
    USER_TRUSSRC_PATH: path.join(directory, 'trussrc'),
    BASETEN_CONFIG_DIR: directory,
    BASETEN_PROFILE: 'baseten',
    BASETEN_TRUSS_AUTH_KEYRING_DISABLED: '1',
    TRUSS_NO_UPDATE_CHECK: '1'
  }
  const before = Object.fromEntries(Object.keys(variables).map(name => [name, process.env[name] ?? '']))
  core.saveState('login', JSON.stringify({directory, before}))
  fs.mkdirSync(directory, {recursive: true, mode: 0o700})
  write(path.join(directory, 'trussrc'), `[baseten]\nremote_provider = baseten\nremote_url = ${url}\nauth_type = api_key\napi_key = ${key}\n`)
  const profile = {remote_url: url, auth_type: 'api_key', api_key: key}
  write(path.join(directory, 'auth.json'), JSON.stringify({version: 1, current: 'baseten', profiles: {baseten: profile}}, null, 2) + '\n')
  for (const [name, value] of Object.entries(variables)) core.exportVariable(name, value)
  core.setOutput('source', 'input api-key')
  core.setOutput('key-prefix', prefix)
  core.setOutput('key-type', type)
  core.setOutput('workspace', me.workspace_name)
  core.setOutput('trussrc-path', variables.USER_TRUSSRC_PATH)
  core.setOutput('config-dir', directory)
  core.setOutput('result-json', JSON.stringify({...me, key_type: type, key_prefix: prefix}))
  core.info(`Logged in with key ${prefix}**** (${me.workspace_name}) as profile baseten`)
}

function write(file, text) {
  const descriptor = fs.openSync(file, 'wx', 0o600)
  fs.writeSync(descriptor, text)
  fs.fsyncSync(descriptor)
  fs.closeSync(descriptor)
}

function logout() {
  const {directory, before} = JSON.parse(core.getState('login'))
  for (const [name, value] of Object.entries(before)) core.exportVariable(name, value)
  fs.rmSync(directory, {recursive: true, force: true})
}

try {
  if (core.getState('login')) logout()
  else await login()
} catch (error) {
  core.setFailed(error)
}
