// Makes calls of @actions/core and writes what each did: node calls.mjs PACKAGE CALLS OUTCOMES
import crypto from 'node:crypto'
import fs from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'
import path from 'node:path'
import {pathToFileURL} from 'node:url'

const [, , home, callsFile, outcomesFile] = process.argv
const library = name => import(pathToFileURL(path.join(home, 'lib', name)).href)
const {directory, uuid, calls} = JSON.parse(fs.readFileSync(callsFile, 'utf8'))

// Every delimiter is the same, so that files can be compared.
crypto.randomUUID = () => uuid
syncBuiltinESMExports()
const core = await library('core.js')
const {issueCommand} = await library('command.js')

const files = ['ENV', 'OUTPUT', 'STATE', 'PATH', 'STEP_SUMMARY']
const environment = {...process.env}

async function perform({name, args}) {
  switch (name) {
    case 'issueCommand':
      return issueCommand(args[0], args[1], args[2])
    case 'group':
      return core.group(args[0], async () => core.info(args[1]))
    case 'summary':
      core.summary.emptyBuffer()
      for (const [method, ...rest] of args) {
        await core.summary[method](...rest)
      }
      return core.summary.stringify()
    default:
      return core[name](...args)
  }
}

const outcomes = []
for (const call of calls) {
  for (const key of Object.keys(process.env)) {
    delete process.env[key]
  }
  Object.assign(process.env, environment, call.environment)
  for (const file of files) {
    fs.writeFileSync(path.join(directory, file), '')
  }
  const printed = []
  const write = process.stdout.write
  process.stdout.write = text => printed.push(Buffer.from(text, 'utf8'))
  let returned
  let thrown = ''
  try {
    returned = await perform(call)
  } catch (error) {
    thrown = error.message
  } finally {
    process.stdout.write = write
  }
  const fields = [
    Buffer.concat(printed),
    ...files.map(file => fs.readFileSync(path.join(directory, file))),
    Buffer.from(thrown),
    Buffer.from(Array.isArray(returned) ? returned.join('\0') : String(returned ?? '')),
    Buffer.from(String(process.exitCode ?? 0)),
    Buffer.from(process.env.PATH)
  ]
  process.exitCode = 0
  outcomes.push(fields.map(field => field.toString('hex')).join(' '))
}
fs.writeFileSync(outcomesFile, outcomes.join('\n') + '\n')
