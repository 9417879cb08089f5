// JSON, and the schema of a scenario.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Table = { [key: string]: Json };

export interface Schema {
  type?: string | string[];
  description?: string;
  default?: Json;
  minimum?: number;
  maximum?: number;
  enum?: Json[];
  const?: Json;
  $ref?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  $defs?: Record<string, Schema>;
  "x-unit"?: string;
  "x-source"?: string;
  /** Where the page's words for it are: the table and the parameter, as in "Lottery.share". */
  "x-key"?: string;
  /** Name of the definition, for the words of choices. */
  "x-name"?: string;
}
