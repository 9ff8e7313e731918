import type { CallLog } from './call-log.ts';
import type { Deliveries } from './deliveries.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Marketplace } from './marketplace.ts';
import type { Settings, SettingsPatch } from './settings.ts';
import type { Stores } from './stores.ts';

/** What a running sandbox consists of. */
export interface SandboxParts {
  marketplace: Marketplace;
  stores: Stores;
  ledger: Ledger;
  faults: Faults;
  calls: CallLog;
  deliveries: Deliveries;
  settings: () => Settings;
  changeSettings: (patch: SettingsPatch) => Settings;
}
